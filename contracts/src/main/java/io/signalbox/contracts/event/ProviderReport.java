package io.signalbox.contracts.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one worker can do with one provider now; the value on the fleet topic under the key {@code
 * <worker>/<provider>}. Stale after three heartbeats.
 *
 * @param worker the worker's instance id
 * @param usable whether jobs may be sent to it
 * @param code why not, as in {@link Plan.Exclusion}; null where usable
 * @param reason why not, in words; null where usable
 * @param models the models found at the provider; empty where it was not asked
 * @param heartbeatMs how often this is repeated, in milliseconds
 */
public record ProviderReport(
        String worker,
        String provider,
        boolean usable,
        @Nullable String code,
        @Nullable String reason,
        List<String> models,
        long heartbeatMs,
        Instant at) {

    /** A report is stale when this many heartbeats were missed. */
    public static final int STALE_AFTER_HEARTBEATS = 3;

    public ProviderReport {
        models = models == null ? List.of() : List.copyOf(models);
    }

    public String key() {
        return worker + "/" + provider;
    }

    public boolean isStale(Instant now) {
        return at.plusMillis(heartbeatMs * STALE_AFTER_HEARTBEATS).isBefore(now);
    }
}
