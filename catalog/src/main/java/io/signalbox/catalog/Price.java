package io.signalbox.catalog;

import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * US dollars per million tokens.
 *
 * @param inputPer1M fresh input
 * @param outputPer1M output, reasoning included
 * @param cacheReadPer1M cached input; null counts as fresh
 * @param cacheWritePer1M input written to the cache; null counts as fresh
 * @param longContext other prices for the whole request once its prompt passes a size; null where
 *     there is no such tier
 */
public record Price(
        BigDecimal inputPer1M,
        BigDecimal outputPer1M,
        @Nullable BigDecimal cacheReadPer1M,
        @Nullable BigDecimal cacheWritePer1M,
        @Nullable LongContext longContext) {

    /**
     * @param aboveTokens the tier begins above this many input tokens
     */
    public record LongContext(long aboveTokens, Price price) {}

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, null, null, null);

    /** What that many tokens cost, each kind at its own price. */
    public Usd cost(Usage usage) {
        if (longContext != null && usage.input() > longContext.aboveTokens()) {
            return longContext.price().cost(usage);
        }
        BigDecimal total =
                times(usage.freshInput(), inputPer1M)
                        .add(times(usage.cachedRead(), orInput(cacheReadPer1M)))
                        .add(times(usage.cachedWrite(), orInput(cacheWritePer1M)))
                        .add(times(usage.output(), outputPer1M));
        return Usd.sum(total.divide(MILLION));
    }

    private BigDecimal orInput(@Nullable BigDecimal price) {
        return price == null ? inputPer1M : price;
    }

    private static BigDecimal times(long tokens, BigDecimal price) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}
