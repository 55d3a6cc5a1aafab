package io.signalbox.apiworker.call.limits;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider told of its limits with one answer, good or bad. Which key and model it is true
 * of is the caller's to know: nearly every provider counts by key (or its organisation) and model.
 *
 * @param dimensions each name once, at most {@value #MOST}; empty where nothing was told
 */
public record RateLimits(List<Dimension> dimensions) {

    /** Further dimensions are left out. */
    public static final int MOST = 16;

    /** Later resets are brought forward: no quota of a provider is longer than a month. */
    public static final Duration LONGEST = Duration.ofDays(31);

    public static final RateLimits NONE = new RateLimits(List.of());

    /** What a dimension counts. */
    public enum Unit {
        REQUESTS,
        TOKENS,
        /** Something that a chat does not use, such as seconds of audio. */
        OTHER
    }

    /**
     * One thing that a provider counts.
     *
     * @param name as the provider has it, in lower case: {@code requests}, {@code input-tokens},
     *     {@code tokens-minute}, {@code generaterequestsperday...}
     * @param limit how much it allows in a period; null where it does not say
     * @param remaining how much of that is left; null where it does not say; never negative
     * @param resetsAt when nothing of it will be used any more; null where it does not say. Most
     *     providers fill up all the time, so something is left much earlier
     */
    public record Dimension(
            String name,
            Unit unit,
            @Nullable Long limit,
            @Nullable Long remaining,
            @Nullable Instant resetsAt) {

        /** Whether the next call would be refused because of it. */
        public boolean isExhausted() {
            return unit != Unit.OTHER && remaining != null && remaining == 0;
        }
    }

    public RateLimits {
        dimensions = List.copyOf(dimensions);
    }

    /**
     * Of a header family listed in {@code docs/providers.md}; values that cannot be read count as
     * not told.
     *
     * @param headers by name in any case
     * @param now when they came: most resets are told as a wait
     */
    public static RateLimits of(Map<String, List<String>> headers, Instant now) {
        return new LimitHeaders(now).read(headers);
    }

    /** These and those that the other one has besides. */
    public RateLimits and(RateLimits other) {
        if (other.dimensions.isEmpty()) {
            return this;
        }
        List<Dimension> all = new ArrayList<>(dimensions);
        for (Dimension more : other.dimensions) {
            boolean known = all.stream().anyMatch(each -> each.name().equals(more.name()));
            if (!known && all.size() < MOST) {
                all.add(more);
            }
        }
        return new RateLimits(all);
    }

    /**
     * The latest reset among the exhausted dimensions: before it a further call is refused, as far
     * as the provider tells.
     *
     * @return empty where nothing is exhausted, or nobody knows until when
     */
    public Optional<Instant> exhaustedUntil() {
        return dimensions.stream()
                .filter(Dimension::isExhausted)
                .flatMap(dimension -> Optional.ofNullable(dimension.resetsAt()).stream())
                .max(Instant::compareTo);
    }
}
