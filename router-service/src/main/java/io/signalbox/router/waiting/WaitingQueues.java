package io.signalbox.router.waiting;

import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.RecordReader;
import io.signalbox.router.waiting.WaitingQueue.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The queues of a mover's partitions, each on its own: one whose records cannot be moved now holds
 * up no other. Used by one thread.
 */
final class WaitingQueues {

    private static final Logger LOG = Logger.getLogger(WaitingQueues.class);

    /** How long a partition is left alone when something of it was not taken. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(250);

    private final Map<String, Tier> tiers;
    private final int batch;
    private final Map<TopicPartition, WaitingQueue> queues = new HashMap<>();
    private final Map<TopicPartition, Long> pausedSinceNanos = new HashMap<>();

    /**
     * @param tiers by the full names of their topics
     * @param batch most records of a partition under way at once
     */
    WaitingQueues(Map<String, Tier> tiers, int batch) {
        this.tiers = tiers;
        this.batch = batch;
    }

    void add(ConsumerRecord<String, byte[]> raw) {
        TopicPartition partition = new TopicPartition(raw.topic(), raw.partition());
        Entry entry =
                RecordReader.read(raw) instanceof RecordReader.Read.Known known
                                && known.value() instanceof JobPostponed value
                        ? new Entry(raw.offset(), value, null)
                        : new Entry(raw.offset(), null, raw);
        queues.computeIfAbsent(partition, it -> new WaitingQueue(raw.offset())).add(entry);
    }

    /** Partitions that need nothing new now. */
    Set<TopicPartition> waiting() {
        return queues.entrySet().stream()
                .filter(queue -> !queue.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Sends on the heads whose time has come, those of a partition in order. */
    void sendDue(Instant now, Function<Entry, CompletableFuture<Void>> transport) {
        queues.forEach((partition, queue) -> {
            if (!queue.isUnderway() && !isPaused(partition)) {
                queue.send(batch, entry -> !leavesAt(partition, entry).isAfter(now), transport);
            }
        });
    }

    /** Looks at what has been acknowledged since. */
    void settle() {
        queues.forEach((partition, queue) -> {
            Throwable failure = queue.settle();
            if (failure != null) {
                pausedSinceNanos.put(partition, System.nanoTime());
                LOG.warnf(
                        "%s: waiting records not moved on now: %s",
                        partition, failure.getMessage());
            }
        });
    }

    /** Where partitions stand that have got further since they were committed. */
    Map<TopicPartition, OffsetAndMetadata> uncommitted() {
        return queues.entrySet().stream()
                .filter(queue -> queue.getValue().isUncommitted())
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                queue -> new OffsetAndMetadata(queue.getValue().position())));
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            WaitingQueue queue = queues.get(partition);
            if (queue != null) {
                queue.committed(offset.offset());
            }
        });
    }

    boolean isUnderway() {
        return queues.values().stream().anyMatch(WaitingQueue::isUnderway);
    }

    /** When the next head leaves; empty while none can. */
    Optional<Instant> next() {
        return queues.entrySet().stream()
                .filter(queue -> !queue.getValue().isUnderway() && !isPaused(queue.getKey()))
                .flatMap(queue ->
                        Optional.ofNullable(queue.getValue().head())
                                .map(head -> leavesAt(queue.getKey(), head))
                                .stream())
                .min(Instant::compareTo);
    }

    private boolean isPaused(TopicPartition partition) {
        Long since = pausedSinceNanos.get(partition);
        return since != null && System.nanoTime() - since < PAUSE_AFTER_FAILURE.toNanos();
    }

    /** Others have these partitions now. */
    void drop(Collection<TopicPartition> partitions) {
        partitions.forEach(queues::remove);
        partitions.forEach(pausedSinceNanos::remove);
    }

    void clear() {
        queues.clear();
        pausedSinceNanos.clear();
    }

    private Instant leavesAt(TopicPartition partition, Entry entry) {
        JobPostponed value = entry.value();
        Tier tier = tiers.get(partition.topic());
        return value == null || tier == null ? Instant.MIN : tier.leavesAt(value);
    }

    /** Where a record goes from its tier: the longest one that it still fills, else reroutes. */
    static Topic destination(JobPostponed record, Instant now) {
        Instant deadline = record.admitted().deadline();
        Instant until = record.due().isBefore(deadline) ? record.due() : deadline;
        return Tier.fitting(Duration.between(now, until)).map(Tier::topic).orElse(Topic.REROUTES);
    }
}
