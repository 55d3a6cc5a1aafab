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

    /** Takes the next turn, and tells how long it is until then. */
    synchronized Duration next(Agent agent) {
        Instant now = clock.instant();
        Deque<Instant> turns = begun.computeIfAbsent(agent.name(), _ -> new ArrayDeque<>());
        Instant turn = now;
        if (!turns.isEmpty()) {
            turn = later(turn, turns.getLast().plus(delay(agent.pacing())));
        }
        Long most = agent.limits().requestsPerMinute();
        if (most != null) {
            while (turns.size() > most) {
                turns.removeFirst();
            }
            if (turns.size() == most) {
                turn = later(turn, turns.removeFirst().plus(MINUTE));
            }
        } else {
            turns.clear();
        }
        turns.addLast(turn);
        return Duration.between(now, turn);
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
