package io.signalbox.messaging;

import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.wire.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads back what the events topic says about work that a group has not committed, so that a
 * consumer that takes partitions over knows what had been done with the records it will see again.
 *
 * <p>Relies on {@code events} having the partition count and partitioner of the work topic. Reads
 * from {@link #SLACK} before the time of the last committed record, to the end as of the call.
 */
public final class EventReplay {

    /** How far before the last committed record reading begins: the commit interval, amply. */
    public static final Duration SLACK = Duration.ofSeconds(60);

    /** Longest a replay may take before the partition is consumed without it. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Of it, for where to begin. */
    private static final Duration BEGIN_LIMIT = LIMIT.dividedBy(2);

    /** Longest that the broker may take to answer one question. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    private static final Logger LOG = Logger.getLogger(EventReplay.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Takes events with their places. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param partition of the events topic
         */
        void accept(SignalboxRecord event, int partition, long offset);
    }

    private final KafkaAddress address;
    private final String clientId;

    public EventReplay(KafkaAddress address, String clientId) {
        this.address = address;
        this.clientId = clientId;
    }

    /**
     * Hands every event since the first uncommitted record of the given partitions to {@code sink},
     * on the calling thread.
     *
     * @param committed the group's committed offsets, as the consumer tells them; null values where
     *     nothing was committed
     */
    public void replay(
            Map<TopicPartition, OffsetAndMetadata> committed, Consumer<SignalboxRecord> sink) {
        replayWithPlaces(committed, (event, partition, offset) -> sink.accept(event));
    }

    /** The same, with the place of each event. */
    public void replayWithPlaces(Map<TopicPartition, OffsetAndMetadata> committed, Sink sink) {
        long begun = System.nanoTime();
        try (KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(config())) {
            Map<TopicPartition, Long> since = firstUncommittedTimes(reader, committed, begun);
            int read = readEvents(reader, since, sink, begun);
            LOG.debugf("%s: %d events read back for %s", clientId, read, committed.keySet());
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(address.readerConfig(clientId));
        config.put(
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(ANSWER_LIMIT.toMillis()));
        return config;
    }

    /**
     * Per events partition: the time to read from. Partitions without work are left out; those
     * whose work cannot be read in time are read from {@link #SLACK} ago.
     */
    private Map<TopicPartition, Long> firstUncommittedTimes(
            KafkaConsumer<String, byte[]> reader,
            Map<TopicPartition, OffsetAndMetadata> committed,
            long begun) {
        Collection<TopicPartition> partitions = committed.keySet();
        Map<TopicPartition, Long> begins = reader.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        reader.assign(partitions);
        Set<TopicPartition> open = new HashSet<>();
        for (TopicPartition partition : partitions) {
            long begin = begins.getOrDefault(partition, 0L);
            OffsetAndMetadata offset = committed.get(partition);
            if (ends.getOrDefault(partition, 0L) > begin) {
                reader.seek(partition, Math.max(begin, offset == null ? 0 : offset.offset() - 1));
                open.add(partition);
            } else {
                reader.pause(Set.of(partition));
            }
        }
        Map<TopicPartition, Long> times = new HashMap<>();
        String events = address.topicName(Topic.EVENTS);
        while (!open.isEmpty() && isWithin(BEGIN_LIMIT, begun)) {
            for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (open.remove(partition)) {
                    times.merge(
                            new TopicPartition(events, record.partition()),
                            record.timestamp() - SLACK.toMillis(),
                            Math::min);
                    reader.pause(Set.of(partition));
                }
            }
        }
        if (!open.isEmpty()) {
            LOG.warnf(
                    "first records of %s not read within %s: their events are read from %s ago;"
                            + " finished work may be repeated",
                    open, BEGIN_LIMIT, SLACK);
            long since = InstantSource.system().millis() - SLACK.toMillis();
            for (TopicPartition partition : open) {
                times.merge(new TopicPartition(events, partition.partition()), since, Math::min);
            }
        }
        return times;
    }

    private static int readEvents(
            KafkaConsumer<String, byte[]> reader,
            Map<TopicPartition, Long> since,
            Sink sink,
            long begun) {
        if (since.isEmpty()) {
            return 0;
        }
        Map<TopicPartition, Long> ends = reader.endOffsets(since.keySet());
        Map<TopicPartition, OffsetAndTimestamp> starts = reader.offsetsForTimes(since);
        Set<TopicPartition> open = new HashSet<>();
        starts.forEach((partition, start) -> {
            if (start != null && start.offset() < ends.getOrDefault(partition, 0L)) {
                open.add(partition);
            }
        });
        reader.assign(open);
        for (TopicPartition partition : open) {
            OffsetAndTimestamp start = starts.get(partition);
            reader.seek(partition, start == null ? 0 : start.offset());
        }
        int read = 0;
        while (!open.isEmpty()) {
            if (!isWithin(LIMIT, begun)) {
                LOG.warnf(
                        "events of %s not read back within %s; finished work may be repeated",
                        open, LIMIT);
                return read;
            }
            for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                read++;
                if (RecordReader.read(record) instanceof RecordReader.Read.Known known) {
                    sink.accept(known.value(), record.partition(), record.offset());
                }
            }
            open.removeIf(p -> reader.position(p) >= ends.getOrDefault(p, 0L));
        }
        return read;
    }

    private static boolean isWithin(Duration limit, long begun) {
        return System.nanoTime() - begun < limit.toNanos();
    }
}
