package io.signalbox.cliworker.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number that an agent told.
 *
 * @param value 0 or more
 * @param rounded whether it was written as 1.6k
 */
record Amount(BigDecimal value, boolean rounded) {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,20})?)([kKmM]?)");

    /** Bounds what 1e999999999 would make of a sum. */
    private static final int MAX_SCALE = 20;

    private static final int MAX_PRECISION = 30;

    /** Empty where the text is no number, or one that nobody could have meant. */
    static Optional<Amount> of(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (!written.matches()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(written.group(1));
        int thousands =
                switch (written.group(2).toLowerCase(Locale.ROOT)) {
                    case "k" -> 1;
                    case "m" -> 2;
                    default -> 0;
                };
        return Optional.of(new Amount(value.scaleByPowerOfTen(3 * thousands), thousands > 0));
    }

    static Optional<Amount> of(JsonNode node) {
        if (!node.isNumber()) {
            return node.isTextual() ? of(node.asText()) : Optional.empty();
        }
        if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            return Optional.empty();
        }
        BigDecimal value = node.decimalValue();
        boolean sane =
                value.signum() >= 0
                        && Math.abs(value.scale()) <= MAX_SCALE
                        && value.precision() <= MAX_PRECISION;
        return sane ? Optional.of(new Amount(value, false)) : Optional.empty();
    }

    Amount plus(Amount more) {
        return new Amount(value.add(more.value), rounded || more.rounded);
    }

    /** As a count of tokens. */
    long count() {
        return value.min(BigDecimal.valueOf(Long.MAX_VALUE / 8)).longValue();
    }
}
