package io.signalbox.testsupport.kafka;

import static io.signalbox.testsupport.Ports.LOOPBACK;

import io.signalbox.testsupport.Ports;
import java.nio.file.Files;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.utils.Time;

/**
 * Takes back the registration of a broker that was killed.
 *
 * <p>The controller would refuse the broker's next life until the session of the killed one runs
 * out: with Kafka's default of 9 s and the retries' backoff that is twelve seconds. A shorter
 * session is no way out: the only broker would be fenced by every long pause of a busy machine. So
 * the controller runs alone for a moment and is told that the broker is gone.
 */
final class StaleRegistration {

    /** Kafka leaves it on a clean end and takes it away at the next start. */
    private static final String CLEAN_END = ".kafka_cleanshutdown";

    private final BrokerSettings settings;

    StaleRegistration(BrokerSettings settings) {
        this.settings = settings;
    }

    /** Does nothing where the broker ended cleanly or never ran. */
    void removeIfKilled() {
        boolean ran = Files.exists(settings.logDirectory().resolve("__cluster_metadata-0"));
        if (!ran || Files.exists(settings.logDirectory().resolve(CLEAN_END))) {
            return;
        }
        int port = Ports.free();
        Properties properties = BrokerProperties.ofControllerOnly(settings, port);
        KafkaRaftServer controller =
                new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            controller.startup();
            unregister(port);
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    private static void unregister(int port) {
        try (Admin admin = Admin.create(Map.of("bootstrap.controllers", LOOPBACK + ":" + port))) {
            admin.unregisterBroker(BrokerProperties.NODE_ID).all().get();
        } catch (ExecutionException e) {
            // The second is what a controller says that has not yet recorded anything.
            boolean neverRegistered =
                    e.getCause() instanceof BrokerIdNotRegisteredException
                            || e.getCause() instanceof UnsupportedVersionException;
            if (!neverRegistered) {
                throw new IllegalStateException("cannot unregister the killed broker", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting the broker", e);
        }
    }
}
