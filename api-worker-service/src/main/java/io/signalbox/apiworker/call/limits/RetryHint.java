package io.signalbox.apiworker.call.limits;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long a provider asks us to stay away. In order: {@code retry-after-ms}; {@code Retry-After}
 * (seconds, also fractions, or an HTTP date); the reset of an exhausted dimension; "try again in
 * 7.66s" in the message.
 */
public final class RetryHint {

    private static final Pattern IN_WORDS =
            Pattern.compile("(?:try again|retry) (?:in|after) ((?:[\\d.]+(?:ms|d|h|m|s))+)");

    private RetryHint() {}

    /**
     * Never negative, at most {@link RateLimits#LONGEST}; empty where nothing usable is said.
     *
     * @param limits what headers and body say of limits
     * @param message the provider's words
     */
    public static Optional<Duration> of(
            HttpHeaders headers, RateLimits limits, String message, Instant now) {
        return Stream.<Optional<Duration>>of(
                        headers.firstValue("retry-after-ms")
                                .flatMap(text -> WaitText.number(text, 1)),
                        headers.firstValue("retry-after")
                                .flatMap(text -> WaitText.retryAfter(text, now)),
                        limits.exhaustedUntil().map(until -> Duration.between(now, until)),
                        inWords(message))
                .flatMap(Optional::stream)
                .findFirst()
                .map(RetryHint::bounded);
    }

    private static Optional<Duration> inWords(String message) {
        Matcher words = IN_WORDS.matcher(message.toLowerCase(Locale.ROOT));
        return words.find() ? WaitText.goDuration(words.group(1)) : Optional.empty();
    }

    private static Duration bounded(Duration hint) {
        if (hint.isNegative()) {
            return Duration.ZERO;
        }
        return hint.compareTo(RateLimits.LONGEST) > 0 ? RateLimits.LONGEST : hint;
    }
}
