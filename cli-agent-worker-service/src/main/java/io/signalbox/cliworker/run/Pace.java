package io.signalbox.cliworker.run;

import io.signalbox.catalog.Agent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * When an agent's next run on this worker may begin: a random time after the one before, and never
 * more runs within a minute than its entry allows. Thread-safe.
 */
final class Pace {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Deque<Instant>> begun = new HashMap<>();

    Pace(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * Tells how long it is until the next turn, and takes it where that is less than the limit: a
     * run that comes too late leaves its turn to the next.
     */
    synchronized Duration next(Agent agent, Duration limit) {
        Instant now = clock.instant();
        Deque<Instant> turns = begun.computeIfAbsent(agent.name(), _ -> new ArrayDeque<>());
        Instant turn = now;
        if (!turns.isEmpty()) {
            turn = later(turn, turns.getLast().plus(delay(agent.pacing())));
        }
        long most = mostKept(agent);
        while (turns.size() > most) {
            turns.removeFirst();
        }
        if (agent.limits().requestsPerMinute() != null && turns.size() == most) {
            turn = later(turn, turns.getFirst().plus(MINUTE));
        }
        Duration wait = Duration.between(now, turn);
        if (wait.compareTo(limit) < 0) {
            if (turns.size() == most) {
                turns.removeFirst();
            }
            turns.addLast(turn);
        }
        return wait;
    }

    /** The last one at least: the next begins some time after it. */
    private static long mostKept(Agent agent) {
        Long most = agent.limits().requestsPerMinute();
        return most == null ? 1 : most;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Duration delay(Agent.Pacing pacing) {
        long least = pacing.minDelay().toMillis();
        long most = pacing.maxDelay().toMillis();
        return Duration.ofMillis(most > least ? random.nextLong(least, most + 1) : least);
    }
}
