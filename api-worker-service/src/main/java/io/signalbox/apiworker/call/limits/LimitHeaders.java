package io.signalbox.apiworker.call.limits;

import io.signalbox.apiworker.call.limits.RateLimits.Dimension;
import io.signalbox.apiworker.call.limits.RateLimits.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads every family of rate-limit headers alike: a prefix, then {@code limit}, {@code remaining}
 * or {@code reset}, and what is left of the name is the dimension. Sources: facts/providers.md B.3;
 * Mistral's from github.com/mistralai/client-ts/issues/169.
 */
final class LimitHeaders {

    private static final Pattern NAME =
            Pattern.compile("(?:x-|anthropic-)?(ratelimitbysize|ratelimit|tokenlimit)-(.{1,80})");

    private static final List<String> FIELDS = List.of("limit", "remaining", "reset");

    private final Instant now;

    /** A dimension as far as its headers were read. */
    private static final class Partial {
        private @Nullable Long limit;
        private @Nullable Long remaining;
        private @Nullable Instant reset;
    }

    LimitHeaders(Instant now) {
        this.now = now;
    }

    RateLimits read(Map<String, List<String>> headers) {
        Map<String, Partial> byName = new TreeMap<>();
        headers.forEach((name, values) -> {
            if (!values.isEmpty()) {
                take(name.toLowerCase(Locale.ROOT), values.getFirst(), byName);
            }
        });
        List<Dimension> dimensions = new ArrayList<>();
        byName.forEach((name, partial) -> {
            if (dimensions.size() < RateLimits.MOST) {
                dimensions.add(dimension(name, partial));
            }
        });
        return dimensions.isEmpty() ? RateLimits.NONE : new RateLimits(dimensions);
    }

    private void take(String header, String value, Map<String, Partial> byName) {
        Matcher matcher = NAME.matcher(header);
        if (!matcher.matches()) {
            return;
        }
        List<String> words = new ArrayList<>(Arrays.asList(matcher.group(2).split("-")));
        Optional<String> field = FIELDS.stream().filter(words::remove).findFirst();
        if (field.isEmpty()) {
            return;
        }
        if (!"ratelimit".equals(matcher.group(1))) {
            words.addFirst("tokens");
        }
        Partial partial =
                byName.computeIfAbsent(
                        words.isEmpty() ? "requests" : String.join("-", words),
                        name -> new Partial());
        switch (field.get()) {
            case "limit" -> partial.limit = count(value);
            case "remaining" -> partial.remaining = count(value);
            default -> partial.reset = WaitText.reset(value, now).orElse(null);
        }
    }

    private Dimension dimension(String name, Partial partial) {
        Instant reset = partial.reset == null ? endOfPeriod(name) : partial.reset;
        return new Dimension(name, unit(name), partial.limit, partial.remaining, bounded(reset));
    }

    /**
     * Who tells no reset (Mistral) tells the period in the name; at its end it is over for sure.
     */
    private @Nullable Instant endOfPeriod(String name) {
        if (name.endsWith("-second")) {
            return now.plus(Duration.ofSeconds(1));
        }
        if (name.endsWith("-minute")) {
            return now.plus(Duration.ofMinutes(1));
        }
        return name.endsWith("-hour") ? now.plus(Duration.ofHours(1)) : null;
    }

    private @Nullable Instant bounded(@Nullable Instant reset) {
        if (reset == null || reset.isBefore(now)) {
            return reset == null ? null : now;
        }
        Instant latest = now.plus(RateLimits.LONGEST);
        return reset.isAfter(latest) ? latest : reset;
    }

    private static Unit unit(String name) {
        if (name.contains("token")) {
            return Unit.TOKENS;
        }
        return name.contains("audio") || name.contains("image") ? Unit.OTHER : Unit.REQUESTS;
    }

    /** Also of a fraction, which is rounded up: what remains in part does remain. */
    private static @Nullable Long count(String value) {
        return WaitText.number(value)
                .filter(number -> number < 1e15)
                .map(number -> (long) Math.max(0, Math.ceil(number)))
                .orElse(null);
    }
}
