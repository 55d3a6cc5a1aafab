package io.signalbox.testsupport.kafka;

import io.signalbox.testsupport.DirectoryInUseException;
import io.signalbox.testsupport.DirectoryLock;
import io.signalbox.testsupport.PortInUseException;
import io.signalbox.testsupport.Ports;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka of one node in this JVM, on loopback. What was acknowledged survives the death of the
 * process (not of the machine); starting again in the same directory takes it up, whatever the
 * ports. Thread-safe; starting blocks for about two seconds, closing for less than one.
 */
public final class EmbeddedBroker implements AutoCloseable {

    /** A port found free may be lost to somebody else before the broker binds it. */
    private static final int START_ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final DirectoryLock lock;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, DirectoryLock lock, int port) {
        this.server = server;
        this.lock = lock;
        this.port = port;
    }

    /**
     * Starts and returns when clients can connect.
     *
     * @throws PortInUseException if the given client port is taken
     * @throws DirectoryInUseException if a live process uses the data directory
     */
    public static EmbeddedBroker start(BrokerSettings settings) {
        QuietKafkaLogs.apply();
        DirectoryLock lock = DirectoryLock.acquire(settings.dataDirectory());
        try {
            Ports.wanted(settings.clientPort());
            if (isFormatted(settings)) {
                new StaleRegistration(settings).removeIfKilled();
            } else {
                format(settings);
            }
            return start(settings, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedBroker start(BrokerSettings settings, DirectoryLock lock) {
        for (int attempt = 1; ; attempt++) {
            int port = Ports.wanted(settings.clientPort());
            Properties properties = BrokerProperties.of(settings, port, Ports.free());
            KafkaRaftServer server =
                    new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
            try {
                server.startup();
                return new EmbeddedBroker(server, lock, port);
            } catch (RuntimeException e) {
                server.shutdown();
                if (attempt == START_ATTEMPTS) {
                    throw new IllegalStateException(
                            "the embedded broker did not start in " + settings.dataDirectory(), e);
                }
            }
        }
    }

    /** The formatter writes meta.properties last, so a half-formatted directory is done again. */
    private static boolean isFormatted(BrokerSettings settings) {
        return Files.exists(settings.logDirectory().resolve("meta.properties"));
    }

    private static void format(BrokerSettings settings) {
        try {
            Files.createDirectories(settings.logDirectory());
            new Formatter()
                    .setPrintStream(silent())
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(settings.logDirectory().toString()))
                    .setMetadataLogDirectory(settings.logDirectory().toString())
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .setHasDynamicQuorum(false)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + settings.logDirectory(), e);
        }
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    /** For clients: {@code 127.0.0.1:<port>}. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    public int port() {
        return port;
    }

    /**
     * Creates every topic of {@link io.signalbox.contracts.wire.Topic} under the prefix with its
     * own partition count, and returns when each has a leader. Topics that exist stay as they are.
     */
    public void createTopics(String prefix) {
        new TopicSetup(bootstrapServers()).create(prefix, Integer.MAX_VALUE);
    }

    /**
     * Like {@link #createTopics(String)} with at most this many partitions each: fewer start
     * faster.
     */
    public void createTopics(String prefix, int mostPartitions) {
        new TopicSetup(bootstrapServers()).create(prefix, mostPartitions);
    }

    /** Closing twice does nothing. */
    @Override
    public void close() {
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            lock.close();
        }
    }
}
