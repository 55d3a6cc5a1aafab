package io.signalbox.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signalbox.contracts.attempt.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsdTest {

    /** More digits than could be written down in this time. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @CsvSource({
        "0.50, 0.5",
        "1e3, 1000",
        "0e7, 0",
        "-2.5, -2.5",
        "0.0000000000005, 0.000000000001",
        "0.00000000000049, 0",
        "99999999.999999999999, 99999999.999999999999",
        "1e-999999999, 0",
        "0e999999999, 0"
    })
    void isKeptToTwelvePlaces(String text, String kept) {
        Usd amount = Assertions.assertTimeoutPreemptively(AT_ONCE, () -> Usd.parse(text));

        assertThat(amount).hasToString(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a dollar",
                "",
                "NaN",
                "100000000",
                "-100000000",
                "99999999.9999999999996",
                "1e100000000",
                "1e999999999",
                "0.5000000000000000000000000000000000000000000000000000000000000000000000"
            })
    void whatNobodyCanMeanIsRefused(String text) {
        Assertions.assertTimeoutPreemptively(
                AT_ONCE,
                () ->
                        assertThatIllegalArgumentException()
                                .isThrownBy(() -> Usd.parse(text))
                                .withMessageContaining("is not an amount of dollars such as 0.50"));
    }

    @Test
    void whatAProviderTellsIsTakenWhereItCanBeMeant() {
        assertThat(Usd.told(new BigDecimal("0.02"))).contains(Usd.parse("0.02"));
        assertThat(Usd.told(new BigDecimal("-0.02"))).isEmpty();
        assertThat(Usd.told(new BigDecimal("1e999999999"))).isEmpty();
    }

    @Test
    void aSumIsNeverRefused() {
        Usd most = Usd.parse("99999999");

        assertThat(most.plus(most)).hasToString("99999999.999999999999");
        assertThat(Usd.sum(new BigDecimal("1e999999999"))).isEqualTo(most.plus(most));
    }
}
