package io.signalbox.metrics.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signalbox.contracts.attempt.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one group. Every job counts in exactly one group (of candidates: the one that
 * answered, or was tried last where nobody answered), every attempt in that of its own candidate,
 * so groups add up to the total.
 *
 * @param requests jobs asked for within the window
 * @param running jobs of them that have not ended yet
 * @param successRate share of the ended jobs that succeeded, 0 to 1; null where none has ended
 * @param attempts attempts started within the window, running ones included
 * @param attemptSuccessRate share of succeeded in succeeded and failed attempts; what was cancelled
 *     or ran out of the job's time counts against no candidate
 * @param fallbacks attempts made on another candidate than the job's attempt before
 * @param repeats upstream calls started again after a crash, beyond the first of each attempt
 * @param estimated attempts whose tokens are our own estimate
 * @param costUsd sum of the known costs; null where tokens were used and no price is known
 * @param unpriced attempts that used tokens whose price is unknown; {@code costUsd} lacks them
 * @param latencyMs of succeeded attempts, from the start to the end of the call
 * @param ttftMs of succeeded attempts, to the first content
 * @param requestLatencyMs of succeeded jobs, from admission to the end of the answer
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record UsageFigures(
        long requests,
        long succeeded,
        long failed,
        long cancelled,
        long expired,
        long running,
        @Nullable Double successRate,
        long attempts,
        long attemptsSucceeded,
        long attemptsFailed,
        @Nullable Double attemptSuccessRate,
        long fallbacks,
        long repeats,
        Tokens tokens,
        long estimated,
        @Nullable Usd costUsd,
        long unpriced,
        Percentiles latencyMs,
        Percentiles ttftMs,
        Percentiles requestLatencyMs) {

    /**
     * @param input everything sent, cached included
     * @param output everything generated, reasoning included
     */
    record Tokens(long input, long cachedRead, long cachedWrite, long output, long reasoning) {}

    /** In milliseconds, interpolated; null where there is nothing to measure. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Percentiles(
            @Nullable Double p50,
            @Nullable Double p90,
            @Nullable Double p95,
            @Nullable Double p99) {}

    private static final int RATE_DECIMALS = 6;
    private static final int MILLIS_DECIMALS = 1;

    /** {@code part} of {@code whole}, to {@value #RATE_DECIMALS} decimals; null of nothing. */
    static @Nullable Double rate(long part, long whole) {
        return whole == 0 ? null : rounded((double) part / whole, RATE_DECIMALS);
    }

    /** To {@value #MILLIS_DECIMALS} decimal. */
    static @Nullable Double millis(@Nullable Double value) {
        return value == null ? null : rounded(value, MILLIS_DECIMALS);
    }

    private static double rounded(double value, int decimals) {
        return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).doubleValue();
    }
}
