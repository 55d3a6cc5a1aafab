package io.signalbox.testsupport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.wire.Topic;
import io.signalbox.testsupport.ChildJvm;
import io.signalbox.testsupport.DirectoryInUseException;
import io.signalbox.testsupport.PortInUseException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    @TempDir Path directory;

    @Test
    void createsTheTopicsOfTheContractsTwiceWithoutComplaint() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            // When
            broker.createTopics("box", 3);
            broker.createTopics("box", 3);

            // Then
            try (Admin admin = admin(broker)) {
                assertThat(partitions(admin, "box.results")).isEqualTo(3);
                assertThat(partitions(admin, "box.fleet")).isEqualTo(1);
                assertThat(admin.listTopics().names().get()).hasSize(Topic.values().length);
            }
        }
    }

    @Test
    void keepsRecordsOverARestartOnOtherPorts() throws Exception {
        // Given
        int firstPort;
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            firstPort = broker.port();
            broker.createTopics("box", 1);
            new KafkaProbe(broker.bootstrapServers()).send("box.results", "kept");
        }

        // When
        try (EmbeddedBroker again = EmbeddedBroker.start(BrokerSettings.in(directory))) {

            // Then
            assertThat(again.port()).isNotEqualTo(firstPort);
            assertThat(new KafkaProbe(again.bootstrapServers()).firstValue("g", "box.results"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void comesBackAfterSigkillAndForgetsTheDeadMemberWithinItsSession() throws Exception {
        // Given how long a broker takes here and now to start
        Instant begun = Instant.now();
        EmbeddedBroker.start(BrokerSettings.in(directory.resolve("another"))).close();
        Duration usual = Duration.between(begun, Instant.now());

        // And a JVM with a broker and a member of a group, both killed
        try (ChildJvm child = ChildJvm.start(BrokerChild.class, directory.toString())) {
            child.awaitLine("ready ");
            child.kill();
        }

        // When
        Instant killed = Instant.now();
        try (EmbeddedBroker again = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            Duration start = Duration.between(killed, Instant.now());
            KafkaProbe probe = new KafkaProbe(again.bootstrapServers());

            // Then
            // (Kafka by itself would refuse the broker for half a minute)
            assertThat(start).isLessThan(usual.plusSeconds(25));
            assertThat(probe.firstValue("survivors", "child.results")).isEqualTo("before");
        }
    }

    @Test
    void takesLargeMessagesUpToTheLimit() throws Exception {
        BrokerSettings settings = BrokerSettings.in(directory).withMaxMessageBytes(3_000_000);
        try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
            broker.createTopics("box", 1);
            KafkaProbe probe = new KafkaProbe(broker.bootstrapServers());

            probe.send("box.results", "x".repeat(2_900_000));

            assertThatThrownBy(() -> probe.send("box.results", "x".repeat(3_100_000)))
                    .hasMessageContaining("RecordTooLarge");
        }
    }

    @Test
    void saysWhichPortIsTakenAndLeavesTheDirectoryFree() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            BrokerSettings taken =
                    BrokerSettings.in(directory).withClientPort(other.getLocalPort());

            // Then
            assertThatThrownBy(() -> EmbeddedBroker.start(taken))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageContaining(Integer.toString(other.getLocalPort()));
        }
        EmbeddedBroker.start(BrokerSettings.in(directory)).close();
    }

    @Test
    void refusesADirectoryThatALiveBrokerUses() {
        try (EmbeddedBroker first = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            assertThat(first.port()).isPositive();
            assertThatThrownBy(() -> EmbeddedBroker.start(BrokerSettings.in(directory)))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void closesAndLeavesNoThreadThatKeepsTheJvm() throws InterruptedException {
        // Given
        Set<Thread> before = nonDaemons();
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(directory));
        broker.createTopics("box");

        // When
        broker.close();

        // Then there is none but what ends by itself, as Netty's executor after a second
        for (Thread left : nonDaemons()) {
            if (!before.contains(left)) {
                left.join(Duration.ofSeconds(30));
            }
        }
        assertThat(nonDaemons()).isSubsetOf(before);
    }

    private static Set<Thread> nonDaemons() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .collect(Collectors.toSet());
    }

    private static int partitions(Admin admin, String topic) throws Exception {
        return admin.describeTopics(Set.of(topic)).topicNameValues().values().stream()
                .findFirst()
                .orElseThrow()
                .get()
                .partitions()
                .size();
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
