package io.signalbox.contracts.attempt;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount in US dollars. In JSON a decimal string; in SQL {@code NUMERIC(20,12)}.
 *
 * @param amount at most 12 decimal places, trailing zeros removed
 */
public record Usd(BigDecimal amount) implements Comparable<Usd> {

    public static final Usd ZERO = new Usd(BigDecimal.ZERO);

    /** Decimal places kept. */
    public static final int SCALE = 12;

    public Usd {
        BigDecimal rounded = amount.setScale(SCALE, RoundingMode.HALF_UP).stripTrailingZeros();
        amount = rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    /**
     * @throws IllegalArgumentException if the text is not a decimal number
     */
    @JsonCreator
    public static Usd parse(String text) {
        try {
            return new Usd(new BigDecimal(text.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'%s' is not an amount of dollars such as 0.50".formatted(text), e);
        }
    }

    public Usd plus(Usd other) {
        return new Usd(amount.add(other.amount));
    }

    @Override
    public int compareTo(Usd other) {
        return amount.compareTo(other.amount);
    }

    @JsonValue
    @Override
    public String toString() {
        return amount.toPlainString();
    }
}
