package io.signalbox.gateway.providers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signalbox.contracts.event.Insight;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many calls a provider served, by the ledger.
 *
 * @param share served calls of all, 0 to 1; null without calls
 * @param asOf when the ledger was looked at
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Availability(
        @Nullable BigDecimal share, long calls, long failures, long hours, Instant asOf) {

    /** Null where nothing is told of it. */
    static @Nullable Availability of(Insight insight) {
        Insight.Availability told = insight.availability();
        return told == null
                ? null
                : new Availability(
                        told.share(),
                        told.calls(),
                        told.failures(),
                        Duration.ofMillis(told.windowMs()).toHours(),
                        insight.at());
    }
}
