package io.signalbox.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceTest {

    private static final Price SONNET = price("3", "15", "0.3", "3.75", null);

    @Test
    void freshInputAndOutputEachAtTheirPrice() {
        // Given a million tokens in and a hundred thousand out
        Usage usage = new Usage(1_000_000, 0, 0, 100_000, 0, false);

        // Then 3.00 + 1.50
        assertThat(SONNET.cost(usage)).isEqualTo(Usd.parse("4.5"));
    }

    @Test
    void cachedTokensArePartOfTheInputAndHavePricesOfTheirOwn() {
        // Given 1,111 in, of which 333 were read from and 111 written to the cache, and 44 out
        Usage usage = new Usage(1_111, 333, 111, 44, 5, false);

        // Then 667 x 3 + 333 x 0.3 + 111 x 3.75 + 44 x 15 millionths
        assertThat(SONNET.cost(usage)).isEqualTo(Usd.parse("0.00317715"));
    }

    @Test
    void reasoningIsOutputAlreadyAndNotPaidTwice() {
        assertThat(SONNET.cost(new Usage(0, 0, 0, 100, 90, false)))
                .isEqualTo(SONNET.cost(new Usage(0, 0, 0, 100, 0, false)));
    }

    @Test
    void withoutACachePriceCachedTokensCountAsFresh() {
        Price plain = price("2", "8", null, null, null);

        assertThat(plain.cost(new Usage(1_000, 400, 100, 0, 0, false)))
                .isEqualTo(Usd.parse("0.002"));
    }

    @Test
    void theLongContextTierTakesTheWholeRequestOnceItsPromptIsOverTheLine() {
        // Given a tier above 200,000 tokens of prompt, cached ones included
        Price tiered = price("3", "15", "0.3", "3.75", price("6", "22.5", "0.6", null, null));

        // Then exactly at the line it is the normal price, one more and all of it is dearer
        assertThat(tiered.cost(new Usage(200_000, 0, 0, 1_000, 0, false)))
                .isEqualTo(Usd.parse("0.615"));
        assertThat(tiered.cost(new Usage(200_001, 100_000, 0, 1_000, 0, false)))
                .isEqualTo(Usd.parse("0.682506"));
    }

    @Test
    void theSmallestCostIsNotRoundedAway() {
        assertThat(price("0.02", "0", null, null, null).cost(new Usage(1, 0, 0, 0, 0, false)))
                .isEqualTo(Usd.parse("0.00000002"));
    }

    private static Price price(
            String input,
            String output,
            @Nullable String read,
            @Nullable String write,
            @Nullable Price longContext) {
        return new Price(
                new BigDecimal(input),
                new BigDecimal(output),
                read == null ? null : new BigDecimal(read),
                write == null ? null : new BigDecimal(write),
                longContext == null ? null : new Price.LongContext(200_000, longContext));
    }
}
