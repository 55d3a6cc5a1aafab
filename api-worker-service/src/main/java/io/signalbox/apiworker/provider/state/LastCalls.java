package io.signalbox.apiworker.provider.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When each model was asked last. Guarded by its {@link ProviderState}. */
final class LastCalls {

    /** Models that are remembered; the one asked longest ago goes first. */
    private static final int MOST = 256;

    private final Map<String, Instant> byModel = new LinkedHashMap<>();

    void put(String model, Instant now) {
        byModel.remove(model);
        byModel.put(model, now);
        if (byModel.size() > MOST) {
            byModel.remove(byModel.keySet().iterator().next());
        }
    }

    @Nullable Instant get(String model) {
        return byModel.get(model);
    }
}
