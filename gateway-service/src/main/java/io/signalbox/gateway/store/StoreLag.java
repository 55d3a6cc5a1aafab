package io.signalbox.gateway.store;

import io.quarkus.runtime.ShutdownEvent;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Whether the job store has read all results that exist now. Blocks; thread-safe. */
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
     * @throws IllegalStateException while the broker does not answer
     */
    boolean isNone() {
        String topic = address.topicName(Topic.RESULTS);
        Admin client = admin();
        try {
            int partitions = partitions(client, topic);
            Map<TopicPartition, OffsetSpec> latest =
                    IntStream.range(0, partitions)
                            .mapToObj(p -> new TopicPartition(topic, p))
                            .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
            Map<TopicPartition, ListOffsetsResultInfo> ends = get(client.listOffsets(latest).all());
            Map<TopicPartition, OffsetAndMetadata> read =
                    get(client.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
            return ends.entrySet().stream()
                    .allMatch(end -> {
                        OffsetAndMetadata position = read.get(end.getKey());
                        long done = position == null ? 0 : position.offset();
                        return done >= end.getValue().offset();
                    });
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
