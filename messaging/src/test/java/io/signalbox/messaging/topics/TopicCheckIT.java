package io.signalbox.messaging.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.testsupport.kafka.BrokerSettings;
import io.signalbox.testsupport.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TopicCheckIT {

    private static final Duration LOOK = Duration.ofSeconds(60);
    private static final Set<Topic> TWO = Set.of(Topic.EVENTS, Topic.FLEET);

    private static EmbeddedBroker broker;
    private static Admin admin;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = EmbeddedBroker.start(BrokerSettings.in(data));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    private record Settings(boolean create, Duration checkEvery) implements TopicsConfig {

        @Override
        public OptionalInt replicationFactor() {
            return OptionalInt.of(1);
        }

        @Override
        public Duration lookTimeout() {
            return LOOK;
        }
    }

    private static KafkaAddress address(String prefix) {
        return new KafkaAddress(broker.bootstrapServers(), prefix);
    }

    private static TopicSetup setup(String prefix) {
        return new TopicSetup(admin, address(prefix), LOOK);
    }

    private static CompletableFuture<Void> hold(String prefix, TopicsConfig config) {
        TopicCheck check = new TopicCheck(address(prefix), config, List.of(new TopicsUsed(TWO)));
        return CompletableFuture.runAsync(
                () -> check.hold(new StartupEvent()), task -> Thread.ofVirtual().start(task));
    }

    @Test
    void namesWhatIsMissingAndHowManyPartitionsItMustHave() throws Exception {
        assertThat(setup("none").problems(TWO))
                .containsExactly(
                        "none.events is missing (12 partitions)",
                        "none.fleet is missing (1 partitions)");
    }

    @Test
    void namesWrongPartitionsAndTooSmallRecords() throws Exception {
        // Given what a broker with auto-creation would make, and a topic for small records
        admin.createTopics(
                        List.of(
                                new NewTopic("odd.events", 1, (short) 1),
                                new NewTopic("odd.fleet", 1, (short) 1)
                                        .configs(Map.of("max.message.bytes", "1000000"))))
                .all()
                .get();

        // Then, as soon as the broker tells of them
        List<String> problems = setup("odd").problems(TWO);
        while (String.join(" ", problems).matches(".*(missing|without a leader).*")) {
            problems = setup("odd").problems(TWO);
        }
        assertThat(problems)
                .containsExactly(
                        "odd.events has 1 partitions and must have 12",
                        "odd.fleet takes records up to 1000000 bytes (max.message.bytes)"
                                + " and must take 8388608");
    }

    @Test
    void makesWhatIsMissingAsItMustBe() throws Exception {
        // When
        setup("made").createMissing(TWO, OptionalInt.of(1));

        // Then
        assertThat(setup("made").problems(TWO)).isEmpty();
        ConfigResource fleet = new ConfigResource(ConfigResource.Type.TOPIC, "made.fleet");
        assertThat(admin.describeConfigs(List.of(fleet)).all().get().values())
                .extracting(config -> config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value())
                .containsExactly("compact,delete");

        // And again changes nothing
        setup("made").createMissing(TWO, OptionalInt.of(1));
        assertThat(setup("made").problems(TWO)).isEmpty();
    }

    @Test
    void aStartThatMayMakeTopicsGoesOn() throws Exception {
        hold("mine", new Settings(true, Duration.ofMinutes(1))).get(60, TimeUnit.SECONDS);

        assertThat(setup("mine").problems(TWO)).isEmpty();
    }

    @Test
    void aStartThatMayNotWaitsUntilTheyAreThere() throws Exception {
        // Given
        CompletableFuture<Void> start = hold("late", new Settings(false, Duration.ofMillis(20)));
        setup("late").createMissing(Set.of(Topic.FLEET), OptionalInt.of(1));
        assertThat(start.isDone()).isFalse();

        // When
        setup("late").createMissing(Set.of(Topic.EVENTS), OptionalInt.of(1));

        // Then
        start.get(60, TimeUnit.SECONDS);
    }
}
