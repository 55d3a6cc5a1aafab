package io.signalbox.gateway.follow;

import io.signalbox.gateway.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what was written of one job. Blocks; at most {@code follow.max-reads} at once, the
 * others wait a few seconds. A turn lasts for a page and never while a caller is written to.
 */
@ApplicationScoped
class History {

    /** How far the clocks of broker, gateway and workers may be apart. */
    static final Duration SLACK = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(200);

    /** Longest that one waits for its turn to read a page. */
    private static final Duration TURN_LIMIT = Duration.ofSeconds(5);

    /** Most of the job's records in a page. */
    private static final int PAGE_RECORDS = 1000;

    /** A page is full with the record that reaches it. */
    private static final long PAGE_BYTES = 1024 * 1024;

    /** Longest that one page may take; the follower comes again for the rest. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FollowReaders readers;
    private final ReadPermits permits;
    private final long maxRecords;

    History(FollowReaders readers, GatewayConfig config) {
        this.readers = readers;
        this.permits = new ReadPermits(config.follow().maxReads(), TURN_LIMIT);
        this.maxRecords = config.follow().maxHistoryRecords();
    }

    /**
     * The offsets of the first records since a time; a partition's end where there is none.
     *
     * @throws ReadPermits.BusyException where too many read
     */
    Map<TopicPartition, Long> since(JobTrack track, Instant time)
            throws IOException, InterruptedException {
        return permits.with(
                () -> readers.lend(reader -> offsets(reader, track.partitions(), time)));
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
     * Reads the job's records between two offsets, as its pages are asked for. Of a partition at
     * most {@code follow.max-history-records} records are looked at, the latest. Asking throws
     * {@link ReadPermits.BusyException} where too many read.
     *
     * @param from inclusive; what is not kept any more is passed over
     * @param to exclusive
     */
    ReadBack read(JobTrack track, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        return new ReadBack(
                track.partitions(),
                from,
                to,
                open -> permits.with(() -> readers.lend(reader -> page(reader, track, open, to))));
    }

    private ReadBack.Page page(
            KafkaConsumer<String, byte[]> reader,
            JobTrack track,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to)
            throws IOException {
        Map<TopicPartition, Long> next = seek(reader, from, to);
        Set<TopicPartition> open = new HashSet<>(next.keySet());
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        long bytes = 0;
        long giveUpAt = System.nanoTime() + LIMIT.toNanos();
        open.removeIf(p -> offset(next, p) >= offset(to, p));
        while (!open.isEmpty()) {
            if (System.nanoTime() - giveUpAt > 0) {
                throw new IOException("not read back within " + LIMIT);
            }
            for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                next.put(partition, record.offset() + 1);
                if (track.jobId().equals(record.key()) && record.offset() < offset(to, partition)) {
                    found.add(record);
                    bytes += Math.max(0, record.serializedValueSize());
                    if (found.size() >= PAGE_RECORDS || bytes >= PAGE_BYTES) {
                        return new ReadBack.Page(found, next);
                    }
                }
            }
            open.forEach(p -> next.put(p, reader.position(p)));
            open.removeIf(p -> offset(next, p) >= offset(to, p));
        }
        return new ReadBack.Page(found, next);
    }

    /** Returns where each partition is read from. */
    private Map<TopicPartition, Long> seek(
            KafkaConsumer<String, byte[]> reader,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to) {
        Map<TopicPartition, Long> starts = new HashMap<>(reader.beginningOffsets(from.keySet()));
        from.forEach((partition, offset) -> starts.merge(partition, offset, Math::max));
        starts.replaceAll(
                (partition, offset) -> Math.max(offset, offset(to, partition) - maxRecords));
        reader.assign(starts.keySet());
        starts.forEach(reader::seek);
        return starts;
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }
}
