package io.signalbox.router.waiting;

import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.RecordReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records that were read from the waiting topics and have not been moved on, per partition in
 * their order. Used by one thread.
 */
final class WaitingQueues {

    /**
     * A record in its place.
     *
     * @param raw kept where it is unreadable only
     */
    record Entry(
            TopicPartition partition,
            long offset,
            @Nullable JobPostponed value,
            @Nullable ConsumerRecord<String, byte[]> raw) {}

    private final Map<String, Tier> tiers;
    private final Map<TopicPartition, Deque<Entry>> queues = new HashMap<>();

    /**
     * @param tiers by the full names of their topics
     */
    WaitingQueues(Map<String, Tier> tiers) {
        this.tiers = tiers;
    }

    void add(ConsumerRecord<String, byte[]> raw) {
        TopicPartition partition = new TopicPartition(raw.topic(), raw.partition());
        Entry entry =
                RecordReader.read(raw) instanceof RecordReader.Read.Known known
                                && known.value() instanceof JobPostponed value
                        ? new Entry(partition, raw.offset(), value, null)
                        : new Entry(partition, raw.offset(), null, raw);
        queues.computeIfAbsent(partition, it -> new ArrayDeque<>()).addLast(entry);
    }

    /** Partitions that need nothing new now. */
    Set<TopicPartition> waiting() {
        return queues.entrySet().stream()
                .filter(queue -> !queue.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Takes the heads whose time has come, at most so many, those of a partition in order. */
    List<Entry> takeDue(Instant now, int most) {
        List<Entry> due = new ArrayList<>();
        for (Deque<Entry> queue : queues.values()) {
            while (due.size() < most
                    && !queue.isEmpty()
                    && !leavesAt(queue.getFirst()).isAfter(now)) {
                due.add(queue.removeFirst());
            }
        }
        return due;
    }

    /** Undoes a {@link #takeDue} whose entries could not be moved. */
    void putBack(List<Entry> taken) {
        for (Entry entry : taken.reversed()) {
            Deque<Entry> queue = queues.get(entry.partition());
            if (queue != null) {
                queue.addFirst(entry);
            }
        }
    }

    /** When the next head leaves; empty while nothing waits. */
    Optional<Instant> next() {
        return queues.values().stream()
                .filter(queue -> !queue.isEmpty())
                .map(queue -> leavesAt(queue.getFirst()))
                .min(Instant::compareTo);
    }

    /** Others have these partitions now. */
    void drop(Collection<TopicPartition> partitions) {
        partitions.forEach(queues::remove);
    }

    private Instant leavesAt(Entry entry) {
        JobPostponed value = entry.value();
        Tier tier = tiers.get(entry.partition().topic());
        return value == null || tier == null ? Instant.MIN : tier.leavesAt(value);
    }

    /** Where a record goes from its tier: the longest one that it still fills, else reroutes. */
    static Topic destination(JobPostponed record, Instant now) {
        Instant deadline = record.admitted().deadline();
        Instant until = record.due().isBefore(deadline) ? record.due() : deadline;
        return Tier.fitting(Duration.between(now, until)).map(Tier::topic).orElse(Topic.REROUTES);
    }
}
