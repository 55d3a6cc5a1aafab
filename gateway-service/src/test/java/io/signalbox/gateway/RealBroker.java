package io.signalbox.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.testsupport.Ports;
import io.signalbox.testsupport.kafka.BrokerSettings;
import io.signalbox.testsupport.kafka.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A broker that tests may take away and bring back; there is no Postgres. */
public final class RealBroker implements QuarkusTestResourceLifecycleManager {

    private static @Nullable EmbeddedBroker broker;
    private static @Nullable BrokerSettings settings;

    @Override
    public Map<String, String> start() {
        try {
            Path data = Files.createTempDirectory(Path.of("target"), "broker");
            settings = BrokerSettings.in(data).withClientPort(Ports.free());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EmbeddedBroker started = bringBack();
        started.createTopics(Topic.DEFAULT_PREFIX);
        return Map.of(
                "kafka.bootstrap.servers",
                started.bootstrapServers(),
                "signalbox.gateway.database.url",
                "postgresql://127.0.0.1:" + Ports.free() + "/none",
                "quarkus.http.test-port",
                "0");
    }

    static String bootstrapServers() {
        if (broker == null) {
            throw new IllegalStateException("the broker is away");
        }
        return broker.bootstrapServers();
    }

    static EmbeddedBroker bringBack() {
        if (settings == null) {
            throw new IllegalStateException("not started");
        }
        broker = EmbeddedBroker.start(settings);
        return broker;
    }

    static void takeAway() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    @Override
    public void stop() {
        takeAway();
    }
}
