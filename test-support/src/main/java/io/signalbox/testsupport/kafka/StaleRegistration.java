package io.signalbox.testsupport.kafka;

import static io.signalbox.testsupport.Ports.LOOPBACK;

import io.signalbox.testsupport.Ports;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
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
 * out: half a minute here. A shorter session is no way out: the only broker would be fenced by
 * every long pause of a busy machine. So the controller runs alone for a moment and is told that
 * the broker is gone.
 */
final class StaleRegistration {

    /** Kafka leaves it on a clean end and takes it away at the next start. */
    private static final String CLEAN_END = ".kafka_cleanshutdown";

    /**
     * A busy machine's controller gets to its log within this; afterwards the session is waited
     * for.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

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
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (!hasUnregistered(port) && System.nanoTime() < giveUpAt) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** False: the controller has not yet read or recorded anything, and knows no such request. */
    private static boolean hasUnregistered(int port) {
        try (Admin admin = Admin.create(Map.of("bootstrap.controllers", LOOPBACK + ":" + port))) {
            admin.unregisterBroker(BrokerProperties.NODE_ID).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnsupportedVersionException) {
                return false;
            }
            if (e.getCause() instanceof BrokerIdNotRegisteredException) {
                return true;
            }
            throw new IllegalStateException("cannot unregister the killed broker", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting the broker", e);
        }
    }
}
