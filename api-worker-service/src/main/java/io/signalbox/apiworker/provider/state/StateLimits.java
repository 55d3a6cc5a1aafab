package io.signalbox.apiworker.provider.state;

import io.signalbox.apiworker.ApiWorkerConfig;
import java.time.Duration;

/**
 * Bounds of what is remembered of a provider; meanings and defaults are those of {@link
 * ApiWorkerConfig}.
 *
 * @param firstCoolDown where the provider names no time; doubles up to {@code longestGuess}
 * @param longestCoolDown whatever the provider asks for: afterwards it is tried again
 * @param refusedKeyPause after which a refused key is tried again
 */
record StateLimits(Duration firstCoolDown, Duration longestCoolDown, Duration refusedKeyPause) {

    /** Longest cool-down of a rate limit whose provider names no time. */
    static final Duration LONGEST_GUESS = Duration.ofMinutes(1);

    private static final int MOST_DOUBLINGS = 16;

    static StateLimits of(ApiWorkerConfig config) {
        return new StateLimits(
                config.firstCoolDown(), config.longestCoolDown(), config.refusedKeyPause());
    }

    Duration capped(Duration asked) {
        return asked.compareTo(longestCoolDown) > 0 ? longestCoolDown : asked;
    }

    /**
     * @param inARow how often it was limited before, without an answer in between
     */
    Duration guess(int inARow) {
        Duration doubled = firstCoolDown.multipliedBy(1L << Math.min(inARow, MOST_DOUBLINGS));
        return capped(doubled.compareTo(LONGEST_GUESS) > 0 ? LONGEST_GUESS : doubled);
    }
}
