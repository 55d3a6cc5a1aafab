package io.signalbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MetricsConfigTest {

    private static final String DEFAULTS = "/META-INF/microprofile-config.properties";

    private static SmallRyeConfig config(Map<String, String> set) throws IOException {
        URL defaults = Objects.requireNonNull(MetricsConfigTest.class.getResource(DEFAULTS));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(
                        new PropertiesConfigSource(defaults, 100),
                        new PropertiesConfigSource(set, "test", 200))
                .withMapping(MetricsConfig.class)
                .build();
    }

    @Test
    void everyKeyIsMapped() throws IOException {
        // When
        MetricsConfig metrics =
                config(
                                Map.of(
                                        "signalbox.metrics.database.url", "postgresql://db:1/x",
                                        "signalbox.metrics.database.user", "u",
                                        "signalbox.metrics.database.password", "p",
                                        "signalbox.metrics.database.connections", "3",
                                        "signalbox.metrics.insight-interval", "5s"))
                        .getConfigMapping(MetricsConfig.class);
        MetricsConfig.Database database = metrics.database();

        // Then
        assertThat(database.url()).isEqualTo("postgresql://db:1/x");
        assertThat(database.user()).isEqualTo("u");
        assertThat(database.password()).isEqualTo("p");
        assertThat(database.connections()).isEqualTo(3);
        assertThat(metrics.insightInterval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theDatasourceFollowsTheServicesKeys() throws IOException {
        // Given
        SmallRyeConfig config =
                config(Map.of("signalbox.metrics.database.url", "postgresql://db:1/x"));

        // Then
        assertThat(config.getValue("quarkus.datasource.ledger.reactive.url", String.class))
                .isEqualTo("postgresql://db:1/x");
        assertThat(config.getValue("quarkus.datasource.ledger.username", String.class))
                .isEqualTo("signalbox");
        assertThat(config.getValue("mp.messaging.incoming.metrics-ledger.topics", String.class))
                .isEqualTo("signalbox.admitted,signalbox.events,signalbox.results");
    }
}
