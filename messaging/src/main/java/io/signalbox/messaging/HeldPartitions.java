package io.signalbox.messaging;

import io.signalbox.messaging.RecordFlow.Disposition;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions of work are this service's, so that no record is worked on after its partition
 * was given away, and none is given away before the broker has what tells the next owner of the
 * work that was begun. One per service, as a bean of the service's own. Thread-safe.
 *
 * <p>A partition counts as held until the consumer is told that it is not. A process that stood
 * still for longer than its membership lasts learns it with its next poll, and may begin work until
 * then.
 */
public class HeldPartitions {

    /**
     * One time that a partition was held, from its assignment to its revocation.
     *
     * @param number differs from every other time
     */
    public record Hold(TopicPartition partition, long number) {}

    private static final Logger LOG = Logger.getLogger(HeldPartitions.class);

    /** Longest a partition is kept back for what was begun to be on the broker. */
    private static final Duration TELL_LIMIT = Duration.ofSeconds(5);

    private final Map<TopicPartition, Hold> held = new HashMap<>();
    private final ConcurrentMap<Long, CompletableFuture<Void>> untold = new ConcurrentHashMap<>();
    private final AtomicLong begun = new AtomicLong();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<TopicPartition> strange = ConcurrentHashMap.newKeySet();
    private long assignments;
    private volatile boolean drained;

    /** They are held from now on, each anew. */
    public void assigned(Collection<TopicPartition> partitions) {
        lock.writeLock().lock();
        try {
            for (TopicPartition partition : partitions) {
                held.put(partition, new Hold(partition, assignments++));
                strange.remove(partition);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * How this partition is held now; null where it is not: its records must be left. Says so in
     * the log, once, unless all was given away: a partition that nobody holds would stand still.
     */
    public @Nullable Hold of(TopicPartition partition) {
        lock.readLock().lock();
        try {
            Hold hold = held.get(partition);
            if (hold == null && !drained && strange.add(partition)) {
                LOG.warnf("records of %s come and are left: it is not held here now", partition);
            }
            return hold;
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Begins work on a record, unless its partition has been given away since.
     *
     * @param tell writes what the next owner must know of it; called at most once, must not block.
     *     Complete when the broker has it
     * @return false: the record must be left to the next owner
     */
    public boolean begin(Hold hold, Supplier<CompletableFuture<Void>> tell) {
        lock.readLock().lock();
        try {
            if (!hold.equals(held.get(hold.partition()))) {
                return false;
            }
            long number = begun.getAndIncrement();
            CompletableFuture<Void> told = tell.get().exceptionally(e -> null);
            untold.put(number, told);
            CompletableFuture<Void> _ = told.thenRun(() -> untold.remove(number));
            return true;
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Writes what follows from a record, unless its partition has been given away since; until all
     * of it is written the partition is not given away.
     *
     * @param write called and subscribed to when the returned {@code Uni} is, at most once, and
     *     must not block
     * @return LEFT where nothing was written; fails as {@code write} does
     */
    public Uni<Disposition> write(Hold hold, Supplier<Uni<Void>> write) {
        return Uni.createFrom()
                .deferred(() -> {
                    CompletableFuture<Void> written = new CompletableFuture<>();
                    Supplier<CompletableFuture<Void>> begun =
                            () -> {
                                Cancellable _ =
                                        write.get()
                                                .subscribe()
                                                .with(
                                                        written::complete,
                                                        written::completeExceptionally);
                                return written;
                            };
                    return begin(hold, begun)
                            ? Uni.createFrom()
                                    .completionStage(written)
                                    .replaceWith(Disposition.DONE)
                            : Uni.createFrom().item(Disposition.LEFT);
                });
    }

    /** No record of these is begun any more. Waits for the broker to know of those that were. */
    public void letGo(Collection<TopicPartition> partitions) {
        lock.writeLock().lock();
        try {
            partitions.forEach(held::remove);
        } finally {
            lock.writeLock().unlock();
        }
        awaitTold();
    }

    /** The same for all that is held. */
    public void letGoOfAll() {
        lock.writeLock().lock();
        try {
            held.clear();
            drained = true;
        } finally {
            lock.writeLock().unlock();
        }
        awaitTold();
    }

    private void awaitTold() {
        List<CompletableFuture<Void>> open = List.copyOf(untold.values());
        try {
            CompletableFuture.allOf(open.toArray(CompletableFuture<?>[]::new))
                    .get(TELL_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warnf(
                    "the broker has not taken %d writes within %s; what they tell of may be repeated",
                    untold.size(), TELL_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
