package io.signalbox.messaging;

import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.wire.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions of the events topic on from given places, as often as it is asked. Used by one
 * thread. Every method may throw a {@link KafkaException}; what was not read then comes the next
 * time.
 */
public final class EventTail implements AutoCloseable {

    /** Longest one {@link #readOn} may take. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, byte[]> reader;
    private final String topic;
    private final Set<TopicPartition> followed = new HashSet<>();

    public EventTail(KafkaAddress address, String clientId) {
        this.reader = new KafkaConsumer<>(address.readerConfig(clientId));
        this.topic = address.topicName(Topic.EVENTS);
    }

    /** Reads this partition too, from this offset on; one that is followed already goes on. */
    public void follow(int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        if (followed.add(place)) {
            reader.assign(followed);
            reader.seek(place, offset);
        }
    }

    /** Hands over what was written since the last time and before this call. */
    public void readOn(Consumer<SignalboxRecord> sink) {
        long until = System.nanoTime() + LIMIT.toNanos();
        Map<TopicPartition, Long> ends = reader.endOffsets(followed);
        while (ends.entrySet().stream().anyMatch(end -> isBefore(end.getKey(), end.getValue()))) {
            if (System.nanoTime() > until) {
                throw new KafkaException("events not read within " + LIMIT);
            }
            for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                if (RecordReader.read(record) instanceof RecordReader.Read.Known known) {
                    sink.accept(known.value());
                }
            }
        }
    }

    private boolean isBefore(TopicPartition partition, long end) {
        return reader.position(partition) < end;
    }

    @Override
    public void close() {
        reader.close();
    }
}
