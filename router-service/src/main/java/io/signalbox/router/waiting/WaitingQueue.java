package io.signalbox.router.waiting;

import io.signalbox.contracts.event.JobPostponed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition of a waiting topic that were read and have not been moved on, in
 * their order. Some of them, the first ones, are on their way. Used by one thread.
 */
final class WaitingQueue {

    /**
     * A record in its place.
     *
     * @param raw kept where it is unreadable only
     */
    record Entry(
            long offset,
            @Nullable JobPostponed value,
            @Nullable ConsumerRecord<String, byte[]> raw) {}

    private record Sent(Entry entry, CompletableFuture<Void> acknowledged) {}

    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final List<Sent> underway = new ArrayList<>();
    private long next;
    private long committed;

    /**
     * @param first the offset of the first record that was read
     */
    WaitingQueue(long first) {
        this.next = first;
        this.committed = first;
    }

    void add(Entry entry) {
        waiting.addLast(entry);
        next = entry.offset() + 1;
    }

    /** Null where none waits. */
    @Nullable Entry head() {
        return waiting.peekFirst();
    }

    boolean isUnderway() {
        return !underway.isEmpty();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && underway.isEmpty();
    }

    /** Sends the heads that are due, at most so many; to be called while nothing is under way. */
    void send(
            int most, Predicate<Entry> isDue, Function<Entry, CompletableFuture<Void>> transport) {
        while (underway.size() < most && !waiting.isEmpty() && isDue.test(waiting.getFirst())) {
            Entry entry = waiting.removeFirst();
            underway.add(new Sent(entry, sent(entry, transport)));
        }
    }

    /** What throws has failed as what says so has: the record stays here. */
    private static CompletableFuture<Void> sent(
            Entry entry, Function<Entry, CompletableFuture<Void>> transport) {
        try {
            return transport.apply(entry);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Looks at what is under way, once all of it has ended: what failed waits again, in its order.
     * What was acknowledged is not sent again, whatever stands before it.
     *
     * @return a failure, or null where there was none
     */
    @Nullable Throwable settle() {
        if (!underway.stream().allMatch(sent -> sent.acknowledged().isDone())) {
            return null;
        }
        Throwable failure = null;
        for (Sent sent : underway.reversed()) {
            if (sent.acknowledged().isCompletedExceptionally()) {
                failure = sent.acknowledged().exceptionNow();
                waiting.addFirst(sent.entry());
            }
        }
        underway.clear();
        return failure;
    }

    /** Every record before this offset has been moved on. */
    long position() {
        if (!underway.isEmpty()) {
            return underway.getFirst().entry().offset();
        }
        Entry head = waiting.peekFirst();
        return head == null ? next : head.offset();
    }

    boolean isUncommitted() {
        return position() > committed;
    }

    void committed(long offset) {
        committed = offset;
    }
}
