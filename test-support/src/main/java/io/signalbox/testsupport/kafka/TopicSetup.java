package io.signalbox.testsupport.kafka;

import io.signalbox.contracts.wire.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the suite's topics. Idempotent. */
final class TopicSetup {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final String bootstrapServers;

    TopicSetup(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    void create(String prefix, int mostPartitions) {
        List<NewTopic> topics =
                Stream.of(Topic.values())
                        .map(topic -> newTopic(topic, prefix, mostPartitions))
                        .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
                awaitCreated(created);
            }
            awaitLeaders(admin, topics.stream().map(NewTopic::name).toList());
        }
    }

    private static NewTopic newTopic(Topic topic, String prefix, int mostPartitions) {
        int partitions = Math.min(topic.defaultPartitions(), mostPartitions);
        return new NewTopic(topic.fullName(prefix), partitions, (short) 1)
                .configs(topic.settings());
    }

    private static void awaitCreated(KafkaFuture<Void> created) {
        try {
            created.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("cannot create a topic", e.getCause());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void awaitLeaders(Admin admin, List<String> names) {
        long giveUpAt = System.nanoTime() + LIMIT.toNanos();
        while (!haveLeaders(admin, names)) {
            if (System.nanoTime() > giveUpAt) {
                throw new IllegalStateException("no leader for all of " + names + " in " + LIMIT);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static boolean haveLeaders(Admin admin, List<String> names) {
        try {
            return admin.describeTopics(names).allTopicNames().get().values().stream()
                    .map(TopicDescription::partitions)
                    .flatMap(List::stream)
                    .allMatch(partition -> partition.leader() != null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new IllegalStateException("cannot describe " + names, e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while creating topics", e);
    }
}
