package io.signalbox.messaging.topics;

import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Compares the broker's topics with {@link Topic}, and creates what is missing. Blocks. Thread-safe
 * as far as its admin client is.
 */
public final class TopicSetup {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final Admin admin;
    private final KafkaAddress address;
    private final Duration lookTimeout;

    /**
     * @param admin stays the caller's to close
     * @param lookTimeout longest for one answer of the broker
     */
    public TopicSetup(Admin admin, KafkaAddress address, Duration lookTimeout) {
        this.admin = admin;
        this.address = address;
        this.lookTimeout = lookTimeout;
    }

    /** What is not as it must be, one phrase for each topic, in the order of {@link Topic}. */
    public List<String> problems(Collection<Topic> topics) throws InterruptedException {
        List<Topic> inOrder = topics.stream().distinct().sorted().toList();
        Map<Topic, TopicDescription> there = describe(inOrder);
        Map<Topic, Integer> largest = largestRecords(there.keySet());
        return inOrder.stream()
                .flatMap(topic ->
                        problem(topic, there.get(topic), largest.getOrDefault(topic, 0)).stream())
                .toList();
    }

    private Optional<String> problem(Topic topic, @Nullable TopicDescription found, int largest) {
        String name = address.topicName(topic);
        if (found == null) {
            return Optional.of(
                    "%s is missing (%d partitions)".formatted(name, topic.defaultPartitions()));
        }
        int partitions = found.partitions().size();
        if (partitions != topic.defaultPartitions()) {
            return Optional.of(
                    "%s has %d partitions and must have %d"
                            .formatted(name, partitions, topic.defaultPartitions()));
        }
        if (!hasLeaders(found)) {
            return Optional.of(name + " has a partition without a leader");
        }
        if (largest < Topic.MAX_RECORD_BYTES) {
            return Optional.of(
                    "%s takes records up to %d bytes (%s) and must take %d"
                            .formatted(
                                    name,
                                    largest,
                                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                    Topic.MAX_RECORD_BYTES));
        }
        return Optional.empty();
    }

    private Map<Topic, Integer> largestRecords(Collection<Topic> topics)
            throws InterruptedException {
        Map<Topic, ConfigResource> resources = new HashMap<>();
        topics.forEach(topic ->
                resources.put(
                        topic,
                        new ConfigResource(ConfigResource.Type.TOPIC, address.topicName(topic))));
        var configs = admin.describeConfigs(resources.values()).values();
        Map<Topic, Integer> largest = new HashMap<>();
        for (Topic topic : topics) {
            look(configs.get(resources.get(topic)))
                    .map(config -> config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
                    .ifPresent(entry -> largest.put(topic, Integer.valueOf(entry.value())));
        }
        return largest;
    }

    /**
     * Creates those that do not exist, as {@link Topic} says, and returns when all have leaders, or
     * after the time of a look. Those that exist stay as they are.
     *
     * @param replicationFactor default is the broker's
     */
    public void createMissing(Collection<Topic> topics, OptionalInt replicationFactor)
            throws InterruptedException {
        List<NewTopic> wanted =
                topics.stream().distinct().map(t -> newTopic(t, replicationFactor)).toList();
        for (KafkaFuture<Void> created : admin.createTopics(wanted).values().values()) {
            try {
                get(created);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new TopicsUnknownException(e.getCause());
                }
            }
        }
        long until = System.nanoTime() + lookTimeout.toNanos();
        while (!haveLeaders(topics) && System.nanoTime() < until) {
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private boolean haveLeaders(Collection<Topic> topics) throws InterruptedException {
        Map<Topic, TopicDescription> found = describe(topics);
        return found.keySet().containsAll(topics)
                && found.values().stream().allMatch(TopicSetup::hasLeaders);
    }

    private static boolean hasLeaders(TopicDescription topic) {
        return topic.partitions().stream().allMatch(partition -> partition.leader() != null);
    }

    /** Those that exist. */
    private Map<Topic, TopicDescription> describe(Collection<Topic> topics)
            throws InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> asked =
                admin.describeTopics(topics.stream().map(address::topicName).distinct().toList())
                        .topicNameValues();
        Map<Topic, TopicDescription> found = new EnumMap<>(Topic.class);
        for (Topic topic : topics) {
            look(asked.get(address.topicName(topic))).ifPresent(d -> found.put(topic, d));
        }
        return found;
    }

    private NewTopic newTopic(Topic topic, OptionalInt replicationFactor) {
        Map<String, String> settings = new HashMap<>(topic.settings());
        settings.put(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topic.MAX_RECORD_BYTES));
        Optional<Short> copies =
                replicationFactor.isPresent()
                        ? Optional.of((short) replicationFactor.getAsInt())
                        : Optional.empty();
        return new NewTopic(
                        address.topicName(topic), Optional.of(topic.defaultPartitions()), copies)
                .configs(settings);
    }

    /** Empty where the topic does not exist. */
    private <T> Optional<T> look(@Nullable KafkaFuture<T> asked) throws InterruptedException {
        if (asked == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(get(asked));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new TopicsUnknownException(e.getCause());
        }
    }

    private <T> T get(KafkaFuture<T> asked) throws ExecutionException, InterruptedException {
        try {
            return asked.get(lookTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TopicsUnknownException(
                    new TimeoutException("no answer within " + lookTimeout));
        }
    }
}
