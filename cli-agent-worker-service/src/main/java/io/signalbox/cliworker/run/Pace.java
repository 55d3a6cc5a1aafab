package io.signalbox.cliworker.run;

import io.signalbox.catalog.Agent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * When an agent's next run on this worker may begin: a random time after the one before, as its
 * entry says. Thread-safe.
 */
final class Pace {

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Instant> last = new HashMap<>();

    Pace(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Takes the next turn, and tells how long it is until then. */
    synchronized Duration next(Agent agent) {
        Instant now = clock.instant();
        Instant before = last.get(agent.name());
        Instant turn = before == null ? now : before.plus(delay(agent.pacing()));
        Instant begin = turn.isBefore(now) ? now : turn;
        last.put(agent.name(), begin);
        return Duration.between(now, begin);
    }

    private Duration delay(Agent.Pacing pacing) {
        long least = pacing.minDelay().toMillis();
        long most = pacing.maxDelay().toMillis();
        return Duration.ofMillis(most > least ? random.nextLong(least, most + 1) : least);
    }
}
