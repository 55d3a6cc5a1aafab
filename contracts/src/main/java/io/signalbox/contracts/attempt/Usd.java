package io.signalbox.contracts.attempt;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * An amount in US dollars, under a hundred million in either direction. In JSON a decimal string;
 * in SQL {@code NUMERIC(20,12)}.
 *
 * @param amount at most 12 decimal places, trailing zeros removed
 */
public record Usd(BigDecimal amount) implements Comparable<Usd> {

    /** Decimal places kept. */
    public static final int SCALE = 12;

    private static final int WHOLE_DIGITS = 8;
    private static final int LONGEST_TEXT = 64;

    public static final Usd ZERO = new Usd(BigDecimal.ZERO);

    private static final Usd LARGEST = new Usd(new BigDecimal("99999999.999999999999"));

    /**
     * @throws IllegalArgumentException if the amount is a hundred million or more
     */
    public Usd {
        if (!fits(amount)) {
            throw new IllegalArgumentException("an amount of dollars is under 100000000");
        }
        amount = wholeDigits(amount) < -SCALE ? BigDecimal.ZERO : rounded(amount);
    }

    /** Without computing with it: 1e999999999 is short to write and has a billion digits. */
    private static boolean fits(BigDecimal amount) {
        long digits = wholeDigits(amount);
        return digits == WHOLE_DIGITS
                ? rounded(amount.abs()).compareTo(BigDecimal.TEN.pow(WHOLE_DIGITS)) < 0
                : digits < WHOLE_DIGITS;
    }

    /** Digits before the point; negative for zeros after it. */
    private static long wholeDigits(BigDecimal amount) {
        return amount.signum() == 0 ? Long.MIN_VALUE : (long) amount.precision() - amount.scale();
    }

    private static BigDecimal rounded(BigDecimal amount) {
        BigDecimal rounded = amount.setScale(SCALE, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    /**
     * @throws IllegalArgumentException if the text is not a decimal number under a hundred million
     */
    @JsonCreator
    public static Usd parse(String text) {
        try {
            if (text.length() <= LONGEST_TEXT) {
                return new Usd(new BigDecimal(text.strip()));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(refusal(text), e);
        }
        throw new IllegalArgumentException(refusal(text.substring(0, LONGEST_TEXT) + "..."));
    }

    private static String refusal(String text) {
        return "'%s' is not an amount of dollars such as 0.50, under 100000000".formatted(text);
    }

    /** What somebody else says that something cost; empty where nobody can have meant that. */
    public static Optional<Usd> told(BigDecimal amount) {
        return amount.signum() >= 0 && fits(amount)
                ? Optional.of(new Usd(amount))
                : Optional.empty();
    }

    /** A sum of amounts, none of them negative; the largest amount where it is larger. */
    public static Usd sum(BigDecimal amount) {
        return fits(amount) ? new Usd(amount) : LARGEST;
    }

    public Usd plus(Usd other) {
        return sum(amount.add(other.amount));
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
