package io.signalbox.router.waiting;

import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.ConsumerThread;
import io.signalbox.messaging.KafkaAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Moves records out of the waiting topics when their time has come: to the next tier, or to
 * reroutes. A member of one group over all routers, on one thread of its own.
 *
 * <p>A record is committed after the broker has acknowledged where it went. A crash in between
 * moves it twice; whoever reads reroutes recognises the second by the attempt that it leads to.
 * What is held here is read again by whoever takes the partition over.
 */
public final class WaitingMover implements AutoCloseable {

    /** The group of all routers' movers. */
    public static final String GROUP = "signalbox.router.waiting";

    private static final Logger LOG = Logger.getLogger(WaitingMover.class);
    private static final Duration LONGEST_POLL = Duration.ofMillis(500);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(1);
    private static final Duration POLL_FOR_ACKNOWLEDGEMENTS = Duration.ofMillis(10);
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(5);

    /** Where records go; each stage completes with the broker's acknowledgement. */
    public interface Outlet {

        CompletableFuture<Void> move(Topic topic, JobPostponed record);

        /** A record that is none of ours. */
        CompletableFuture<Void> deadLetter(ConsumerRecord<String, byte[]> raw);
    }

    private final Outlet outlet;
    private final InstantSource clock;
    private final Map<String, Tier> tiers;
    private final WaitingQueues queues;
    private final ConsumerThread thread;
    private volatile boolean assigned;

    private WaitingMover(KafkaAddress address, Outlet outlet, InstantSource clock, int batch) {
        this.outlet = outlet;
        this.clock = clock;
        this.tiers =
                Stream.of(Tier.values())
                        .collect(Collectors.toMap(it -> address.topicName(it.topic()), it -> it));
        this.queues = new WaitingQueues(tiers, batch);
        this.thread =
                new ConsumerThread(
                        "router-waiting",
                        () -> new KafkaConsumer<>(address.groupConfig("router-waiting", GROUP)),
                        this::consume);
    }

    /**
     * @param batch most records of a partition that are under way at once, 1 or more
     */
    public static WaitingMover start(
            KafkaAddress address, Outlet outlet, InstantSource clock, int batch) {
        WaitingMover mover = new WaitingMover(address, outlet, clock, batch);
        mover.thread.start();
        return mover;
    }

    /** Whether it has got partitions since it last connected. */
    public boolean isAssigned() {
        return assigned;
    }

    private void consume(KafkaConsumer<String, byte[]> consumer) {
        queues.clear();
        try {
            consumer.subscribe(tiers.keySet(), new Partitions(consumer));
            while (!thread.isClosed()) {
                for (ConsumerRecord<String, byte[]> raw : consumer.poll(nap())) {
                    queues.add(raw);
                }
                queues.settle();
                queues.sendDue(clock.instant(), this::send);
                commit(consumer);
                pauseWhatWaits(consumer);
            }
        } finally {
            assigned = false;
        }
    }

    /** Until the next head leaves, but not so long that an acknowledgement or a stop waits. */
    private Duration nap() {
        Instant now = clock.instant();
        Duration untilNext = queues.next().map(next -> between(now, next)).orElse(LONGEST_POLL);
        Duration atLeast = untilNext.compareTo(SHORTEST_POLL) < 0 ? SHORTEST_POLL : untilNext;
        Duration longest = queues.isUnderway() ? POLL_FOR_ACKNOWLEDGEMENTS : LONGEST_POLL;
        return atLeast.compareTo(longest) < 0 ? atLeast : longest;
    }

    /** A head that leaves at {@code Instant.MIN} is due: no overflow. */
    private static Duration between(Instant now, Instant next) {
        return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    }

    private CompletableFuture<Void> send(WaitingQueue.Entry entry) {
        JobPostponed record = entry.value();
        ConsumerRecord<String, byte[]> raw = entry.raw();
        if (record != null) {
            Instant now = clock.instant();
            return outlet.move(WaitingQueues.destination(record, now), record.entered(now));
        }
        return raw == null ? CompletableFuture.completedFuture(null) : outlet.deadLetter(raw);
    }

    /** What cannot be committed now is tried again; until then a crash would move it twice. */
    private void commit(KafkaConsumer<String, byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = queues.uncommitted();
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, COMMIT_LIMIT);
            queues.committed(offsets);
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warnf("moved records not committed now: %s", e.getMessage());
        }
    }

    private void pauseWhatWaits(KafkaConsumer<String, byte[]> consumer) {
        Set<TopicPartition> waiting = queues.waiting();
        Set<TopicPartition> mine = consumer.assignment();
        consumer.pause(mine.stream().filter(waiting::contains).toList());
        consumer.resume(mine.stream().filter(it -> !waiting.contains(it)).toList());
    }

    /** Called inside poll, on the mover's thread. */
    private final class Partitions implements ConsumerRebalanceListener {

        private final KafkaConsumer<String, byte[]> consumer;

        Partitions(KafkaConsumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned |= !partitions.isEmpty();
            thread.goesWell();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            queues.settle();
            commit(consumer);
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            queues.drop(partitions);
        }
    }

    /** Stops the thread and waits for it, at most 5 s; what it holds is read again later. */
    @Override
    public void close() {
        thread.close();
    }
}
