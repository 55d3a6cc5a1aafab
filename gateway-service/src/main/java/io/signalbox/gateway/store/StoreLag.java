package io.signalbox.gateway.store;

import io.quarkus.runtime.ShutdownEvent;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.KeyPartition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far the job store has read. Blocks; thread-safe. */
@ApplicationScoped
public class StoreLag {

    /** The store consumer's group, over all gateways. */
    static final String GROUP = "signalbox.gateway.store";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final KafkaAddress address;
    private @Nullable Admin admin;

    StoreLag(KafkaAddress address) {
        this.address = address;
    }

    /**
     * How far the store must have read so that it knows every end that is written by now.
     *
     * @throws IllegalStateException while the broker does not answer
     */
    Mark markOfResults() {
        String topic = address.topicName(Topic.RESULTS);
        return asked(client ->
                new Mark(
                        ends(
                                client,
                                IntStream.range(0, partitions(client, topic))
                                        .mapToObj(p -> new TopicPartition(topic, p)))));
    }

    /**
     * How far the store must have read so that it knows the job, if that was admitted by now.
     *
     * @throws IllegalStateException while the broker does not answer
     */
    public Mark markOf(JobId jobId) {
        TopicPartition place =
                new TopicPartition(
                        address.topicName(Topic.ADMITTED),
                        KeyPartition.of(jobId.value(), Topic.ADMITTED.defaultPartitions()));
        return asked(client -> new Mark(ends(client, Stream.of(place))));
    }

    /**
     * @throws IllegalStateException while the broker does not answer
     */
    public boolean isPast(Mark mark) {
        return asked(client -> hasRead(client, mark.offsets()));
    }

    /** Offsets that the store is to reach. */
    public record Mark(Map<TopicPartition, Long> offsets) {}

    private static Map<TopicPartition, Long> ends(Admin client, Stream<TopicPartition> places)
            throws ExecutionException, TimeoutException, InterruptedException {
        return offsets(client, places, OffsetSpec.latest());
    }

    private static Map<TopicPartition, Long> offsets(
            Admin client, Stream<TopicPartition> places, OffsetSpec which)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked =
                places.collect(Collectors.toMap(p -> p, p -> which));
        return get(client.listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, at -> at.getValue().offset()));
    }

    /** What the broker has deleted, nobody can read any more: it counts as read. */
    private static boolean hasRead(Admin client, Map<TopicPartition, Long> ends)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> read =
                get(client.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
        List<TopicPartition> behind =
                ends.keySet().stream()
                        .filter(place -> position(read, place) < ends.getOrDefault(place, 0L))
                        .toList();
        if (behind.isEmpty()) {
            return true;
        }
        Map<TopicPartition, Long> kept = offsets(client, behind.stream(), OffsetSpec.earliest());
        return behind.stream()
                .allMatch(place -> kept.getOrDefault(place, 0L) >= ends.getOrDefault(place, 0L));
    }

    private static long position(
            Map<TopicPartition, OffsetAndMetadata> read, TopicPartition place) {
        OffsetAndMetadata position = read.get(place);
        return position == null ? 0 : position.offset();
    }

    private interface Question<T> {
        T ask(Admin client) throws ExecutionException, TimeoutException, InterruptedException;
    }

    private <T> T asked(Question<T> question) {
        try {
            return question.ask(admin());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker does not tell offsets", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static int partitions(Admin client, String topic)
            throws ExecutionException, TimeoutException, InterruptedException {
        TopicDescription description =
                get(client.describeTopics(List.of(topic)).allTopicNames()).get(topic);
        if (description == null) {
            throw new IllegalStateException("no topic " + topic);
        }
        return description.partitions().size();
    }

    private static <T> T get(KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized Admin admin() {
        Admin client = admin;
        if (client == null) {
            client = Admin.create(address.adminConfig("gateway-store-lag"));
            admin = client;
        }
        return client;
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
