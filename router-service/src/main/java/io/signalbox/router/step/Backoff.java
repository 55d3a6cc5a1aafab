package io.signalbox.router.step;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that double each time, spread by a quarter either way. Thread-safe as its generator. */
final class Backoff {

    private static final double SPREAD = 0.25;
    private static final int MOST_DOUBLINGS = 20;

    private final Duration longest;
    private final RandomGenerator random;

    /**
     * @param longest no pause is longer
     */
    Backoff(Duration longest, RandomGenerator random) {
        this.longest = longest;
        this.random = random;
    }

    /**
     * {@code first x 2^doublings}, times 0.75 to 1.25.
     *
     * @param doublings 0 for the first pause
     */
    Duration pause(Duration first, int doublings) {
        double factor = Math.scalb(1.0, Math.clamp(doublings, 0, MOST_DOUBLINGS));
        double spread = 1 - SPREAD + 2 * SPREAD * random.nextDouble();
        double millis = Math.min(first.toMillis() * factor * spread, (double) longest.toMillis());
        return Duration.ofMillis(Math.round(millis));
    }
}
