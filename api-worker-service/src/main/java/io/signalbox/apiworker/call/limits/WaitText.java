package io.signalbox.apiworker.call.limits;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ways in which providers write how long to wait. What cannot be read is empty. */
final class WaitText {

    private static final Pattern GO_DURATION =
            Pattern.compile(
                    "(?:(\\d{1,4})d)?(?:(\\d{1,5})h)?(?:(\\d{1,6})m(?!s))?"
                            + "(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9}(?:\\.\\d{1,9})?)ms)?");

    /** Java would also read {@code 1d}, a day, as 1, and {@code 5f} as 5. */
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:\\d++(?:\\.\\d*+)?|\\.\\d++)(?:[eE][+-]?\\d++)?");

    private static final double LARGEST = 1e15;
    private static final long UNIX_SECONDS_BEGIN = 1_000_000_000L;
    private static final long UNIX_MILLIS_BEGIN = 100_000_000_000L;

    private WaitText() {}

    /** A plain number, also with a fraction; never infinite or NaN. */
    static Optional<Double> number(String text) {
        String trimmed = text.strip();
        if (!NUMBER.matcher(trimmed).matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(trimmed);
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    /** A plain number of so many milliseconds each. */
    static Optional<Duration> number(String text, int factor) {
        return number(text)
                .filter(value -> Math.abs(value) < LARGEST)
                .map(value -> Duration.ofMillis((long) Math.ceil(value * factor)));
    }

    /** {@code Retry-After}: seconds, also fractions, an HTTP date, or a Go duration. */
    static Optional<Duration> retryAfter(String text, Instant now) {
        return number(text, 1000)
                .or(() -> httpDate(text).map(date -> Duration.between(now, date)))
                .or(() -> goDuration(text));
    }

    /** A Go duration, seconds, a Unix time in seconds or milliseconds, or an RFC 3339 time. */
    static Optional<Instant> reset(String text, Instant now) {
        Optional<Duration> plain = number(text, 1000);
        if (plain.isEmpty()) {
            return goDuration(text).map(now::plus).or(() -> time(text)).or(() -> httpDate(text));
        }
        long seconds = plain.get().toSeconds();
        if (seconds > UNIX_MILLIS_BEGIN) {
            return Optional.of(Instant.ofEpochMilli(seconds));
        }
        return Optional.of(
                seconds > UNIX_SECONDS_BEGIN
                        ? Instant.ofEpochSecond(seconds)
                        : now.plus(plain.get()));
    }

    /** {@code 1s}, {@code 6m0s}, {@code 2m59.56s}, {@code 120ms}, {@code 1h2m3s}. */
    static Optional<Duration> goDuration(String text) {
        String trimmed = text.strip();
        Matcher parts = GO_DURATION.matcher(trimmed);
        if (trimmed.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        double seconds =
                part(parts.group(1)) * 86_400
                        + part(parts.group(2)) * 3600
                        + part(parts.group(3)) * 60
                        + part(parts.group(4))
                        + part(parts.group(5)) / 1000;
        return Optional.of(Duration.ofMillis((long) Math.ceil(seconds * 1000 - 1e-6)));
    }

    private static double part(@Nullable String digits) {
        return digits == null ? 0 : Double.parseDouble(digits);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text.strip()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
