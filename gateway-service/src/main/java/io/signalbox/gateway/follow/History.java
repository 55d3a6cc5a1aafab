package io.signalbox.gateway.follow;

import io.signalbox.gateway.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what was written of one job. Blocks; at most {@code follow.max-reads} at once, the
 * others wait.
 */
@ApplicationScoped
class History {

    /** How far the clocks of broker, gateway and workers may be apart. */
    static final Duration SLACK = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(200);

    /** Longest that one scan may take; the follower comes again for the rest. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FollowReaders readers;
    private final Semaphore reads;
    private final long maxRecords;

    /** Takes the records in order. */
    @FunctionalInterface
    interface Sink {
        void accept(ConsumerRecord<String, byte[]> record) throws IOException;
    }

    History(FollowReaders readers, GatewayConfig config) {
        this.readers = readers;
        this.reads = new Semaphore(config.follow().maxReads(), true);
        this.maxRecords = config.follow().maxHistoryRecords();
    }

    /** The offsets of the first records since a time; a partition's end where there is none. */
    Map<TopicPartition, Long> since(JobTrack track, Instant time) throws InterruptedException {
        reads.acquire();
        try {
            return readers.lend(reader -> offsets(reader, track.partitions(), time));
        } catch (IOException e) {
            throw new UncheckedIOException("looking for offsets writes to nobody", e);
        } finally {
            reads.release();
        }
    }

    private static Map<TopicPartition, Long> offsets(
            KafkaConsumer<String, byte[]> reader,
            Collection<TopicPartition> partitions,
            Instant time) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, time.toEpochMilli()));
        Map<TopicPartition, Long> found = new HashMap<>(reader.endOffsets(partitions));
        reader.offsetsForTimes(times)
                .forEach((partition, offset) -> putIfThere(found, partition, offset));
        return found;
    }

    private static void putIfThere(
            Map<TopicPartition, Long> found,
            TopicPartition partition,
            @Nullable OffsetAndTimestamp offset) {
        if (offset != null) {
            found.put(partition, offset.offset());
        }
    }

    /**
     * Hands the job's records between two offsets to the sink, in the order of their times. Of a
     * partition at most {@code follow.max-history-records} records are looked at, the latest.
     *
     * @param from inclusive; what is not kept any more is passed over
     * @param to exclusive
     */
    void read(
            JobTrack track, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Sink sink)
            throws InterruptedException, IOException {
        if (track.partitions().stream().allMatch(p -> offset(from, p) >= offset(to, p))) {
            return;
        }
        reads.acquire();
        try {
            readers.lend(reader -> readAll(reader, track, from, to, sink));
        } finally {
            reads.release();
        }
    }

    private boolean readAll(
            KafkaConsumer<String, byte[]> reader,
            JobTrack track,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Sink sink)
            throws IOException {
        InOrder ordered = new InOrder();
        List<ConsumerRecord<String, byte[]>> few = new ArrayList<>();
        scan(reader, List.of(track.events(), track.results()), track, from, to, few::add);
        few.forEach(record -> ordered.add(record, 0, Duration.ZERO));
        scan(
                reader,
                List.of(track.progress()),
                track,
                from,
                to,
                chunk -> {
                    drain(ordered, chunk.timestamp() - 1, sink);
                    sink.accept(chunk);
                });
        drain(ordered, Long.MAX_VALUE, sink);
        return true;
    }

    private static void drain(InOrder ordered, long until, Sink sink) throws IOException {
        for (ConsumerRecord<String, byte[]> next = ordered.pollUntil(until);
                next != null;
                next = ordered.pollUntil(until)) {
            sink.accept(next);
        }
    }

    private void scan(
            KafkaConsumer<String, byte[]> reader,
            List<TopicPartition> partitions,
            JobTrack track,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Sink sink)
            throws IOException {
        Set<TopicPartition> open = new HashSet<>(partitions);
        open.removeIf(p -> offset(from, p) >= offset(to, p));
        Map<TopicPartition, Long> begins = reader.beginningOffsets(open);
        reader.assign(open);
        for (TopicPartition partition : open) {
            long begin = Math.max(offset(from, partition), offset(begins, partition));
            reader.seek(partition, Math.max(begin, offset(to, partition) - maxRecords));
        }
        open.removeIf(p -> reader.position(p) >= offset(to, p));
        long giveUpAt = System.nanoTime() + LIMIT.toNanos();
        while (!open.isEmpty()) {
            if (System.nanoTime() > giveUpAt) {
                throw new IOException("not read back within " + LIMIT);
            }
            for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (track.jobId().equals(record.key()) && record.offset() < offset(to, partition)) {
                    sink.accept(record);
                }
            }
            open.removeIf(p -> reader.position(p) >= offset(to, p));
        }
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }
}
