package io.signalbox.apiworker.search;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** The search's settings as a worker reads them. */
final class Settings {

    private Settings() {}

    /**
     * @param settings names without the prefix, and values, in turn; the rest is as shipped
     */
    static ApiWorkerConfig.Search of(String... settings) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put("signalbox.api-worker.search." + settings[i], settings[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withDefaultValues(values)
                .withMapping(ApiWorkerConfig.class)
                .build()
                .getConfigMapping(ApiWorkerConfig.class)
                .search();
    }
}
