package io.signalbox.gateway.follow;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Puts records of several partitions into the order of their times. Records of one partition keep
 * their order, whatever their times say. Used by one thread.
 */
final class InOrder {

    private record Held(
            ConsumerRecord<String, byte[]> record, long time, long number, long dueNanos) {}

    private final PriorityQueue<Held> held =
            new PriorityQueue<>(
                    Comparator.comparingLong(Held::time).thenComparingLong(Held::number));
    private final Map<TopicPartition, Long> latestTimes = new HashMap<>();
    private long number;

    /**
     * Takes a record.
     *
     * @param window how long it waits for others that belong before it
     */
    void add(ConsumerRecord<String, byte[]> record, long nowNanos, Duration window) {
        long time =
                latestTimes.merge(
                        new TopicPartition(record.topic(), record.partition()),
                        record.timestamp(),
                        Math::max);
        held.add(new Held(record, time, number++, nowNanos + window.toNanos()));
    }

    /** The next in order, null while it may still be overtaken. */
    @Nullable ConsumerRecord<String, byte[]> poll(long nowNanos) {
        Held first = held.peek();
        if (first == null || first.dueNanos() - nowNanos > 0) {
            return null;
        }
        held.remove();
        return first.record();
    }

    /** How long until {@link #poll} may have one; the limit where nothing is held. */
    Duration untilNext(long nowNanos, Duration limit) {
        Held first = held.peek();
        if (first == null) {
            return limit;
        }
        Duration left = Duration.ofNanos(Math.max(0, first.dueNanos() - nowNanos));
        return left.compareTo(limit) < 0 ? left : limit;
    }

    /** Without waiting, up to a time. Null where none that old is held. */
    @Nullable ConsumerRecord<String, byte[]> pollUntil(long time) {
        Held first = held.peek();
        if (first == null || first.time() > time) {
            return null;
        }
        held.remove();
        return first.record();
    }

    /**
     * The greatest time of a partition's records so far, held or not; the least long before any.
     */
    long latestTime(TopicPartition partition) {
        return latestTimes.getOrDefault(partition, Long.MIN_VALUE);
    }

    boolean isEmpty() {
        return held.isEmpty();
    }
}
