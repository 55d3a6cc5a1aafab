package io.signalbox.standalone.harness;

import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Topic;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from their beginning, as any Kafka client can. Warm-up records are left out. Used by
 * one thread.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    public TopicReader(String bootstrapServers, Topic... topics) {
        this(
                bootstrapServers,
                Arrays.stream(topics)
                        .flatMap(topic ->
                                partitions(
                                        topic.fullName(Topic.DEFAULT_PREFIX),
                                        topic.defaultPartitions()))
                        .toList(),
                StandardCharsets.UTF_8);
    }

    public TopicReader(String bootstrapServers, String topic, int partitionCount) {
        this(bootstrapServers, partitions(topic, partitionCount).toList(), StandardCharsets.UTF_8);
    }

    /** For keys that are no text: Latin-1 loses no byte. */
    public static TopicReader ofLatin1Keys(
            String bootstrapServers, String topic, int partitionCount) {
        return new TopicReader(
                bootstrapServers,
                partitions(topic, partitionCount).toList(),
                StandardCharsets.ISO_8859_1);
    }

    private TopicReader(String bootstrapServers, List<TopicPartition> partitions, Charset keys) {
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                        (name, bytes) -> bytes == null ? null : new String(bytes, keys),
                        new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private static Stream<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count).mapToObj(number -> new TopicPartition(topic, number));
    }

    /**
     * Reads on until all records read so far are as wanted; those of one partition in their order.
     *
     * @throws AssertionError where they are not within the limit
     */
    public List<ConsumerRecord<String, byte[]>> readUntil(
            Predicate<List<ConsumerRecord<String, byte[]>>> wanted, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        while (!wanted.test(records)) {
            if (System.nanoTime() > until) {
                throw new AssertionError(
                        "not there within %s; %d records".formatted(limit, records.size()));
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.key() != null && !JobId.isProbeKey(record.key())) {
                    records.add(record);
                }
            }
        }
        return List.copyOf(records);
    }

    /** Reads everything that is there as of this call. */
    public List<ConsumerRecord<String, byte[]>> readToEnd(Duration limit) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        return readUntil(
                ignored ->
                        ends.entrySet().stream()
                                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue()),
                limit);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
