package io.signalbox.router.step;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that double each time, spread by a quarter either way. Thread-safe. */
final class Backoff {

    private static final double SPREAD = 0.25;
    private static final int MOST_DOUBLINGS = 20;

    private final Duration longest;

    /**
     * @param longest no pause is longer
     */
    Backoff(Duration longest) {
        this.longest = longest;
    }

    /**
     * {@code first x 2^doublings}, times 0.75 to 1.25.
     *
     * @param doublings 0 for the first pause
     * @param random for the spread
     */
    Duration pause(Duration first, int doublings, RandomGenerator random) {
        double factor = Math.scalb(1.0, Math.clamp(doublings, 0, MOST_DOUBLINGS));
        double spread = 1 - SPREAD + 2 * SPREAD * random.nextDouble();
        double millis = Math.min(first.toMillis() * factor * spread, (double) longest.toMillis());
        return Duration.ofMillis(Math.round(millis));
    }
}
