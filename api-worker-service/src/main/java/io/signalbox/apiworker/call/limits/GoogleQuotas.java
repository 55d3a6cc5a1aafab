package io.signalbox.apiworker.call.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.limits.RateLimits.Dimension;
import io.signalbox.apiworker.call.limits.RateLimits.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The quotas that a Google error says are exceeded: {@code error.details[]} with a {@code
 * QuotaFailure} and a {@code RetryInfo}. Gemini has no rate-limit headers. Source:
 * facts/providers.md B.3.
 */
public final class GoogleQuotas {

    /** Where Gemini's day ends. Source: ai.google.dev/gemini-api/docs/rate-limits. */
    private static final ZoneId DAY_ZONE = ZoneId.of("America/Los_Angeles");

    private GoogleQuotas() {}

    /**
     * Each exceeded quota, with nothing remaining. One by the day resets at midnight whatever the
     * delay says, which is of the minute; another one after the delay, or a minute.
     */
    public static RateLimits of(JsonNode error, Instant now) {
        @Nullable Duration delay = delay(error).orElse(null);
        List<Dimension> dimensions = new ArrayList<>();
        for (JsonNode detail : error.path("details")) {
            for (JsonNode violation : detail.path("violations")) {
                String id = violation.path("quotaId").asText("").toLowerCase(Locale.ROOT);
                if (!id.isEmpty() && dimensions.size() < RateLimits.MOST) {
                    dimensions.add(dimension(id, violation.path("quotaValue"), delay, now));
                }
            }
        }
        return dimensions.isEmpty() ? RateLimits.NONE : new RateLimits(dimensions);
    }

    /** {@code RetryInfo.retryDelay}, such as {@code 22s}. */
    public static Optional<Duration> delay(JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            String text = detail.path("retryDelay").asText("");
            if (!text.isEmpty()) {
                return WaitText.goDuration(text);
            }
        }
        return Optional.empty();
    }

    private static Dimension dimension(
            String id, JsonNode value, @Nullable Duration delay, Instant now) {
        return new Dimension(
                id,
                id.contains("token") ? Unit.TOKENS : Unit.REQUESTS,
                WaitText.number(value.asText("")).map(Double::longValue).orElse(null),
                0L,
                isDaily(id)
                        ? midnight(now)
                        : now.plus(delay == null ? Duration.ofMinutes(1) : delay));
    }

    /** Whether a quota with this id, in lower case, counts by the day. */
    public static boolean isDaily(String id) {
        return id.contains("perday");
    }

    private static Instant midnight(Instant now) {
        return ZonedDateTime.ofInstant(now, DAY_ZONE)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(DAY_ZONE)
                .toInstant();
    }
}
