package io.signalbox.apiworker.call.upstream;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider asks us to stay away. In order: {@code retry-after-ms}; {@code Retry-After}
 * (seconds, also fractions, or an HTTP date); the reset of an exhausted {@code x-ratelimit}
 * dimension; "try again in 7.66s" in the message.
 */
public final class RetryHint {

    /** Longer hints are cut: no quota of a provider is longer than a month. */
    public static final Duration LONGEST = Duration.ofDays(31);

    private static final Pattern GO_DURATION =
            Pattern.compile(
                    "(?:(\\d{1,5})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?"
                            + "(?:(\\d{1,9}(?:\\.\\d{1,9})?)ms)?");
    private static final Pattern IN_WORDS =
            Pattern.compile("(?:try again|retry) (?:in|after) ((?:[\\d.]+(?:ms|h|m|s))+)");
    private static final String REMAINING = "x-ratelimit-remaining";
    private static final String RESET = "x-ratelimit-reset";

    private RetryHint() {}

    /** Never negative, at most {@link #LONGEST}; empty where nothing usable is said. */
    public static Optional<Duration> of(HttpHeaders headers, String message, Instant now) {
        return Stream.<Optional<Duration>>of(
                        headers.firstValue("retry-after-ms").flatMap(text -> millis(text, 1)),
                        headers.firstValue("retry-after").flatMap(text -> retryAfter(text, now)),
                        reset(headers, now),
                        inWords(message))
                .flatMap(Optional::stream)
                .findFirst()
                .map(RetryHint::bounded);
    }

    private static Optional<Duration> retryAfter(String text, Instant now) {
        Optional<Duration> seconds = millis(text, 1000);
        if (seconds.isPresent()) {
            return seconds;
        }
        try {
            ZonedDateTime date =
                    ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(now, date.toInstant()));
        } catch (DateTimeException e) {
            return goDuration(text);
        }
    }

    /** The longest wait among the dimensions of which nothing remains. */
    private static Optional<Duration> reset(HttpHeaders headers, Instant now) {
        return headers.map().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith(REMAINING))
                .filter(name -> headers.firstValue(name).map(RetryHint::isZero).orElse(false))
                .flatMap(name ->
                        headers.firstValue(RESET + name.substring(REMAINING.length())).stream())
                .flatMap(text -> resetTime(text, now).stream())
                .max(Duration::compareTo);
    }

    /** A Go duration, seconds, a Unix time in seconds or milliseconds, or an RFC 3339 time. */
    private static Optional<Duration> resetTime(String text, Instant now) {
        Optional<Duration> plain = millis(text, 1000);
        if (plain.isEmpty()) {
            return goDuration(text).or(() -> until(text, now));
        }
        long seconds = plain.get().toSeconds();
        if (seconds > 100_000_000_000L) {
            return Optional.of(Duration.between(now, Instant.ofEpochMilli(seconds)));
        }
        if (seconds > 1_000_000_000L) {
            return Optional.of(Duration.between(now, Instant.ofEpochSecond(seconds)));
        }
        return plain;
    }

    private static Optional<Duration> until(String text, Instant now) {
        try {
            return Optional.of(Duration.between(now, Instant.parse(text.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> inWords(String message) {
        Matcher words = IN_WORDS.matcher(message.toLowerCase(Locale.ROOT));
        return words.find() ? goDuration(words.group(1)) : Optional.empty();
    }

    /** {@code 1s}, {@code 6m0s}, {@code 2m59.56s}, {@code 120ms}, {@code 1h2m3s}. */
    static Optional<Duration> goDuration(String text) {
        String trimmed = text.strip();
        Matcher parts = GO_DURATION.matcher(trimmed);
        if (trimmed.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        double seconds =
                number(parts.group(1)) * 3600
                        + number(parts.group(2)) * 60
                        + number(parts.group(3))
                        + number(parts.group(4)) / 1000;
        return Optional.of(Duration.ofMillis((long) Math.ceil(seconds * 1000 - 1e-6)));
    }

    private static double number(@Nullable String digits) {
        return digits == null ? 0 : Double.parseDouble(digits);
    }

    private static boolean isZero(String text) {
        return millis(text, 1).map(value -> value.isZero() || value.isNegative()).orElse(false);
    }

    private static Optional<Duration> millis(String text, int factor) {
        try {
            double value = Double.parseDouble(text.strip());
            return Double.isFinite(value) && Math.abs(value) < 1e15
                    ? Optional.of(Duration.ofMillis((long) Math.ceil(value * factor)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration hint) {
        if (hint.isNegative()) {
            return Duration.ZERO;
        }
        return hint.compareTo(LONGEST) > 0 ? LONGEST : hint;
    }
}
