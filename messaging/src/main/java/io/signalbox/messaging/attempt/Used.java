package io.signalbox.messaging.attempt;

import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import org.jspecify.annotations.Nullable;

/**
 * What a run took.
 *
 * @param usage null where nothing was used, or nobody tells
 * @param cost null where nothing was used, or the price is unknown
 * @param unpriced true: tokens were used whose price is unknown
 * @param latencyMs from the run's start to its end, in milliseconds
 * @param ttftMs to its first content, in milliseconds; null where none came
 */
public record Used(
        @Nullable Usage usage,
        @Nullable Usd cost,
        boolean unpriced,
        long latencyMs,
        @Nullable Long ttftMs) {

    public static final Used NOTHING = new Used(null, null, false, 0, null);
}
