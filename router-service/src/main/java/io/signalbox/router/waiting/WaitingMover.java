package io.signalbox.router.waiting;

import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.jspecify.annotations.Nullable;

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
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(250);
    private static final Duration ACK_LIMIT = Duration.ofMinutes(2);
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(5);

    /** Where records go; each stage completes with the broker's acknowledgement. */
    public interface Outlet {

        CompletableFuture<Void> move(Topic topic, JobPostponed record);

        /** A record that is none of ours. */
        CompletableFuture<Void> deadLetter(ConsumerRecord<String, byte[]> raw, String reason);
    }

    private final KafkaAddress address;
    private final Outlet outlet;
    private final InstantSource clock;
    private final int batch;
    private final Map<String, Tier> tiers;
    private final WaitingQueues queues;
    private final Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    private final Thread thread;
    private volatile boolean assigned;
    private volatile boolean closed;
    private volatile @Nullable KafkaConsumer<String, byte[]> current;

    private WaitingMover(KafkaAddress address, Outlet outlet, InstantSource clock, int batch) {
        this.address = address;
        this.outlet = outlet;
        this.clock = clock;
        this.batch = batch;
        this.tiers =
                Stream.of(Tier.values())
                        .collect(Collectors.toMap(it -> address.topicName(it.topic()), it -> it));
        this.queues = new WaitingQueues(tiers);
        this.thread = Thread.ofPlatform().name("router-waiting").daemon().unstarted(this::run);
    }

    /**
     * @param batch most records moved between two commits, 1 or more
     */
    public static WaitingMover start(
            KafkaAddress address, Outlet outlet, InstantSource clock, int batch) {
        WaitingMover mover = new WaitingMover(address, outlet, clock, batch);
        mover.thread.start();
        return mover;
    }

    /** Whether it has got its partitions once. */
    public boolean isAssigned() {
        return assigned;
    }

    private void run() {
        while (!closed) {
            try (KafkaConsumer<String, byte[]> consumer =
                    new KafkaConsumer<>(address.groupConfig("router-waiting", GROUP))) {
                current = consumer;
                consume(consumer);
            } catch (WakeupException | InterruptException e) {
                LOG.tracef("%s: woken to close", thread.getName());
            } catch (KafkaException e) {
                LOG.warnf("%s: %s; connecting again", thread.getName(), e.getMessage());
            } finally {
                current = null;
                queues.drop(queues.waiting());
                moved.clear();
            }
        }
    }

    private void consume(KafkaConsumer<String, byte[]> consumer) {
        consumer.subscribe(tiers.keySet(), new Partitions(consumer));
        boolean goesWell = true;
        while (!closed) {
            for (ConsumerRecord<String, byte[]> raw : consumer.poll(nap(goesWell))) {
                queues.add(raw);
            }
            goesWell = moveDue() && commit(consumer);
            pauseWhatWaits(consumer);
        }
    }

    /** Until the next head leaves, but not so long that a stop waits for it. */
    private Duration nap(boolean goesWell) {
        Duration untilNext =
                queues.next().map(next -> between(clock.instant(), next)).orElse(LONGEST_POLL);
        Duration shortest = goesWell ? Duration.ofMillis(1) : PAUSE_AFTER_FAILURE;
        Duration atLeast = untilNext.compareTo(shortest) < 0 ? shortest : untilNext;
        return atLeast.compareTo(LONGEST_POLL) < 0 ? atLeast : LONGEST_POLL;
    }

    /** A head that leaves at {@code Instant.MIN} is due: no overflow. */
    private static Duration between(Instant now, Instant next) {
        return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    }

    /** False where the broker did not take them; they are tried again. */
    private boolean moveDue() {
        List<WaitingQueues.Entry> due = queues.takeDue(clock.instant(), batch);
        if (due.isEmpty()) {
            return true;
        }
        String failure = await(due.stream().map(this::send).toList());
        if (failure != null) {
            queues.putBack(due);
            LOG.warnf("%d waiting records not moved on now: %s", due.size(), failure);
            return false;
        }
        due.forEach(
                entry -> moved.put(entry.partition(), new OffsetAndMetadata(entry.offset() + 1)));
        return true;
    }

    /** Null when all have been acknowledged, else what went wrong; a stop is not held up. */
    private @Nullable String await(List<CompletableFuture<Void>> sent) {
        CompletableFuture<Void> all =
                CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new));
        long until = System.nanoTime() + ACK_LIMIT.toNanos();
        while (!closed && System.nanoTime() < until) {
            try {
                all.get(LONGEST_POLL.toMillis(), TimeUnit.MILLISECONDS);
                return null;
            } catch (TimeoutException e) {
                LOG.debugf("%d waiting records not acknowledged yet", sent.size());
            } catch (ExecutionException e) {
                return String.valueOf(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptException(e);
            }
        }
        return closed ? "stopped" : "not acknowledged within " + ACK_LIMIT;
    }

    private CompletableFuture<Void> send(WaitingQueues.Entry entry) {
        JobPostponed record = entry.value();
        ConsumerRecord<String, byte[]> raw = entry.raw();
        if (record != null) {
            Instant now = clock.instant();
            return outlet.move(WaitingQueues.destination(record, now), record.entered(now));
        }
        return raw == null
                ? CompletableFuture.completedFuture(null)
                : outlet.deadLetter(raw, "not a job that waits");
    }

    /** False where it is to be tried again; until then a crash would move the records twice. */
    private boolean commit(KafkaConsumer<String, byte[]> consumer) {
        if (moved.isEmpty()) {
            return true;
        }
        try {
            consumer.commitSync(Map.copyOf(moved), COMMIT_LIMIT);
            moved.clear();
            return true;
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warnf("moved records not committed now: %s", e.getMessage());
            return false;
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
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit(consumer);
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            queues.drop(partitions);
            moved.keySet().removeAll(partitions);
        }
    }

    /** Stops the thread and waits for it, at most 5 s; what it holds is read again later. */
    @Override
    public void close() {
        closed = true;
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
