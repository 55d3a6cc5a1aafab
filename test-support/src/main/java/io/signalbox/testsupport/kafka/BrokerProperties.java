package io.signalbox.testsupport.kafka;

import static io.signalbox.testsupport.Ports.LOOPBACK;

import java.util.Map;
import java.util.Properties;

/** The configuration of a single node that is broker and controller, small enough for a laptop. */
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String CLIENT_LISTENER = "CLIENT";

    /** Topics that Kafka keeps for itself: fifty partitions of each would only cost start-up. */
    private static final Map<String, String> SMALL_INTERNAL_TOPICS =
            Map.ofEntries(
                    Map.entry("default.replication.factor", "1"),
                    Map.entry("min.insync.replicas", "1"),
                    Map.entry("offsets.topic.num.partitions", "1"),
                    Map.entry("offsets.topic.replication.factor", "1"),
                    Map.entry("transaction.state.log.num.partitions", "1"),
                    Map.entry("transaction.state.log.replication.factor", "1"),
                    Map.entry("transaction.state.log.min.isr", "1"),
                    Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                    Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                    Map.entry("share.coordinator.state.topic.min.isr", "1"));

    private static final Map<String, String> FEW_THREADS_AND_LITTLE_MEMORY =
            Map.ofEntries(
                    Map.entry("num.network.threads", "2"),
                    Map.entry("num.io.threads", "4"),
                    Map.entry("background.threads", "2"),
                    Map.entry("num.recovery.threads.per.data.dir", "2"),
                    Map.entry("group.coordinator.threads", "1"),
                    Map.entry("log.cleaner.threads", "1"),
                    Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                    Map.entry("log.index.size.max.bytes", "1048576"),
                    Map.entry("metric.reporters", ""));

    private BrokerProperties() {}

    static Properties of(BrokerSettings settings, int clientPort, int controllerPort) {
        Properties properties = new Properties();
        properties.putAll(SMALL_INTERNAL_TOPICS);
        properties.putAll(FEW_THREADS_AND_LITTLE_MEMORY);
        properties.putAll(addresses(clientPort, controllerPort));
        properties.putAll(groups(settings.groupSessionTimeout().toMillis()));
        properties.setProperty("log.dirs", settings.logDirectory().toString());
        properties.setProperty("message.max.bytes", Integer.toString(settings.maxMessageBytes()));
        properties.setProperty("auto.create.topics.enable", "false");
        return properties;
    }

    /** The controller of the same node without its broker. */
    static Properties ofControllerOnly(BrokerSettings settings, int controllerPort) {
        Properties properties = of(settings, 0, controllerPort);
        properties.setProperty("process.roles", "controller");
        properties.setProperty("listeners", controllerListener(controllerPort));
        properties.remove("advertised.listeners");
        properties.remove("inter.broker.listener.name");
        return properties;
    }

    private static String controllerListener(int port) {
        return CONTROLLER_LISTENER + "://" + LOOPBACK + ":" + port;
    }

    private static Map<String, String> addresses(int clientPort, int controllerPort) {
        String client = CLIENT_LISTENER + "://" + LOOPBACK + ":" + clientPort;
        String controller = controllerListener(controllerPort);
        return Map.ofEntries(
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("process.roles", "broker,controller"),
                // Static voters: a dynamic quorum would remember the controller's port for ever.
                Map.entry(
                        "controller.quorum.voters",
                        NODE_ID + "@" + LOOPBACK + ":" + controllerPort),
                // The only broker gains nothing from being fenced after a long pause.
                Map.entry("broker.session.timeout.ms", "30000"),
                Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                Map.entry("inter.broker.listener.name", CLIENT_LISTENER),
                Map.entry("listeners", client + "," + controller),
                Map.entry("advertised.listeners", client),
                Map.entry(
                        "listener.security.protocol.map",
                        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT"));
    }

    /** Dead members go fast: standalone restarts on the same data within seconds of its death. */
    private static Map<String, String> groups(long sessionMs) {
        String session = Long.toString(sessionMs);
        String heartbeat = Long.toString(sessionMs / 4);
        return Map.ofEntries(
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("group.min.session.timeout.ms", session),
                Map.entry("group.consumer.min.session.timeout.ms", session),
                Map.entry("group.consumer.session.timeout.ms", session),
                Map.entry("group.consumer.min.heartbeat.interval.ms", heartbeat),
                Map.entry("group.consumer.heartbeat.interval.ms", heartbeat),
                Map.entry("group.share.min.session.timeout.ms", session),
                Map.entry("group.share.session.timeout.ms", session),
                Map.entry("group.share.min.heartbeat.interval.ms", heartbeat),
                Map.entry("group.share.heartbeat.interval.ms", heartbeat));
    }
}
