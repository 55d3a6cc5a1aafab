package io.signalbox.gateway;

import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.RecordReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the gateway has given to the broker of {@link RealBroker}. */
public final class AdmittedTopic {

    private static final Duration POLL = Duration.ofMillis(200);

    private AdmittedTopic() {}

    /** Every record as of now. */
    public static List<JobAdmitted> read() {
        String topic = Topic.ADMITTED.fullName(Topic.DEFAULT_PREFIX);
        List<JobAdmitted> all = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", RealBroker.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(p ->
                            consumer.position(p) < Objects.requireNonNullElse(ends.get(p), 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (RecordReader.read(record) instanceof RecordReader.Read.Known known
                            && known.value() instanceof JobAdmitted admitted) {
                        all.add(admitted);
                    }
                }
            }
        }
        return all;
    }
}
