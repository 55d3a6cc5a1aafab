package io.signalbox.cliworker.slot;

import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.cliworker.WorkerId;
import io.signalbox.contracts.wire.AgentTopic;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.topics.TopicsConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that an agent's queue is there and its group set before the first order can come: a
 * share group otherwise begins at the end, and orders written before would never be delivered.
 * Blocks; thread-safe.
 */
@Singleton
public final class AgentQueues {

    /** The broker drops an order that it has delivered this often. */
    static final int DELIVERY_LIMIT = 10;

    private final KafkaAddress address;
    private final TopicsConfig topics;
    private final Duration limit;
    private final Duration lock;
    private final String clientId;

    AgentQueues(
            KafkaAddress address, TopicsConfig topics, CliWorkerConfig config, WorkerId worker) {
        this.address = address;
        this.topics = topics;
        this.limit = config.queueTimeout();
        this.lock = config.lock();
        this.clientId = "cli-worker-queues-" + worker.value();
    }

    /**
     * Why an agent's queue cannot be used; empty where it can. May be asked again at any time.
     *
     * @return words a caller may see
     */
    public Optional<String> obstacle(String agent) {
        AgentTopic topic = new AgentTopic(agent);
        try (Admin admin = Admin.create(address.adminConfig(clientId, limit))) {
            Optional<String> obstacle = topicObstacle(admin, topic);
            if (obstacle.isEmpty()) {
                setGroup(admin, topic);
            }
            return obstacle;
        } catch (ExecutionException e) {
            return Optional.of("its queue cannot be used: " + e.getMessage());
        } catch (TimeoutException e) {
            return Optional.of("the broker does not tell of its queue");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the worker stops");
        }
    }

    private Optional<String> topicObstacle(Admin admin, AgentTopic topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        String name = address.topicName(topic);
        TopicDescription found = describe(admin, name);
        if (found == null && topics.create()) {
            create(admin, topic, name);
            found = describe(admin, name);
        }
        if (found == null) {
            return Optional.of(
                    "the topic %s is missing (%d partition)"
                            .formatted(name, AgentTopic.PARTITIONS));
        }
        return found.partitions().size() == AgentTopic.PARTITIONS
                ? Optional.empty()
                : Optional.of(
                        "the topic %s has %d partitions and must have %d"
                                .formatted(name, found.partitions().size(), AgentTopic.PARTITIONS));
    }

    private @Nullable TopicDescription describe(Admin admin, String name)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return get(admin.describeTopics(List.of(name)).topicNameValues().get(name));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw e;
        }
    }

    private void create(Admin admin, AgentTopic topic, String name)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, String> settings = new HashMap<>(topic.settings());
        settings.put(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topic.MAX_RECORD_BYTES));
        Optional<Short> copies =
                topics.replicationFactor().isPresent()
                        ? Optional.of((short) topics.replicationFactor().getAsInt())
                        : Optional.empty();
        NewTopic wanted =
                new NewTopic(name, Optional.of(AgentTopic.PARTITIONS), copies).configs(settings);
        try {
            get(admin.createTopics(List.of(wanted)).values().get(name));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private void setGroup(Admin admin, AgentTopic topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, address.group(topic));
        List<AlterConfigOp> settings =
                List.of(
                        set("share.auto.offset.reset", "earliest"),
                        set("share.delivery.count.limit", Integer.toString(DELIVERY_LIMIT)),
                        set("share.record.lock.duration.ms", Long.toString(lock.toMillis())));
        get(admin.incrementalAlterConfigs(Map.of(group, settings)).values().get(group));
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private <T> T get(@Nullable KafkaFuture<T> asked)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (asked == null) {
            throw new IllegalStateException("the admin client has no answer to what it was asked");
        }
        return asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
