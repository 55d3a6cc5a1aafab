package io.signalbox.catalog;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of data.
 *
 * @param bytes 0 or more
 */
public record DataSize(long bytes) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB|TiB)?");
    private static final String UNITS = "KMGT";

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is 0 or more bytes, got " + bytes);
        }
    }

    /**
     * {@code 512KiB}, {@code 2GiB}; a bare number is bytes.
     *
     * @throws IllegalArgumentException if the text is not a size
     * @throws ArithmeticException if it is too large
     */
    public static DataSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'%s' is not a size such as 512KiB".formatted(text));
        }
        String unit = matcher.group(2);
        int power = unit == null ? 0 : UNITS.indexOf(unit.toUpperCase(Locale.ROOT).charAt(0)) + 1;
        long bytes = Long.parseLong(matcher.group(1));
        for (int i = 0; i < power; i++) {
            bytes = Math.multiplyExact(bytes, 1024L);
        }
        return new DataSize(bytes);
    }

    @Override
    public String toString() {
        return bytes + "B";
    }
}
