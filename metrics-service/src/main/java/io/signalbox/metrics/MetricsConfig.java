package io.signalbox.metrics;

import io.signalbox.messaging.config.Range;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/**
 * The service's own settings. Their defaults stand in {@code
 * META-INF/microprofile-config.properties}, where the datasource's keys refer to them.
 */
@ConfigMapping(prefix = "signalbox.metrics")
public interface MetricsConfig {

    Database database();

    /** How often insights are published, 1 s to 10 min; default 60 s. */
    @Range(least = "1s", most = "10m")
    Duration insightInterval();

    /** Where the ledger is kept. */
    interface Database {

        /** {@code postgresql://host:port/database}; default the local one. */
        String url();

        /** Must own the schema {@code metrics}, or be allowed to make it. */
        String user();

        String password();

        /** Most connections of the pool, 1 or more; default 8. */
        @Range(least = "1", most = "1000")
        int connections();
    }
}
