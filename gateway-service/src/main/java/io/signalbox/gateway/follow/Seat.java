package io.signalbox.gateway.follow;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One follower's place at the tail: it gets every record of its job from a known offset on, until
 * its buffer is full. Then it gets none any more and must take another seat; what it has missed it
 * reads back.
 */
final class Seat {

    private final JobTrack track;
    private final BlockingQueue<Optional<ConsumerRecord<String, byte[]>>> buffer;
    private final CompletableFuture<Map<TopicPartition, Long>> joinedAt = new CompletableFuture<>();
    private volatile boolean lost;

    Seat(JobTrack track, int maxBufferedEvents) {
        this.track = track;
        this.buffer = new ArrayBlockingQueue<>(maxBufferedEvents + 1);
    }

    JobTrack track() {
        return track;
    }

    void seated(Map<TopicPartition, Long> positions) {
        joinedAt.complete(positions);
    }

    /**
     * Waits until the tail has come; from these offsets on nothing is missed. Empty where it did
     * not come in time.
     */
    Optional<Map<TopicPartition, Long>> awaitSeated(Duration limit) throws InterruptedException {
        try {
            return Optional.of(joinedAt.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a seat is never refused", e);
        }
    }

    void offer(ConsumerRecord<String, byte[]> record) {
        if (!lost && (buffer.remainingCapacity() <= 1 || !buffer.offer(Optional.of(record)))) {
            lose();
        }
    }

    /** From now on records are missing. */
    void lose() {
        lost = true;
        wake();
    }

    /** Whether a record was missed and nothing that came before it is left here. */
    boolean isLost() {
        return lost && buffer.stream().noneMatch(Optional::isPresent);
    }

    /** Ends a wait in {@link #poll}. Does not block. */
    void wake() {
        // Where the buffer is full, whoever waits is awake.
        buffer.offer(Optional.empty());
    }

    /** The next record; null when none came in time, or when woken. */
    @Nullable ConsumerRecord<String, byte[]> poll(Duration timeout) throws InterruptedException {
        Optional<ConsumerRecord<String, byte[]>> next =
                buffer.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        return next == null ? null : next.orElse(null);
    }
}
