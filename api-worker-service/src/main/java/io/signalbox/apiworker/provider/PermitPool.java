package io.signalbox.apiworker.provider;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The permits of one provider. Those who wait are served in the order in which they came;
 * interactive orders before batch orders, which never hold more than their share. Thread-safe;
 * nothing blocks.
 */
final class PermitPool {

    /** Taken for the length of a call until one has ended. */
    private static final Duration FIRST_GUESS = Duration.ofSeconds(1);

    /** Weight of the latest call in the mean. */
    private static final double WEIGHT = 0.2;

    /** A place in the queue; complete with a permit, or cancelled when the pool is closed. */
    static final class Place {

        private final Lane lane;
        private final CompletableFuture<Permit> permit = new CompletableFuture<>();

        private Place(Lane lane) {
            this.lane = lane;
        }

        CompletableFuture<Permit> permit() {
            return permit;
        }
    }

    private final LongSupplier nanoClock;
    private final Map<Lane, Deque<Place>> waiting = new EnumMap<>(Lane.class);
    private int size = 1;
    private int batchSize = 1;
    private int held;
    private int heldByBatch;
    private double meanNanos = FIRST_GUESS.toNanos();

    /** Ends what runs beside the calls; null where nothing does. */
    private @Nullable Runnable giveWay;

    PermitPool(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new ArrayDeque<>());
        }
    }

    /**
     * How many calls may run from now on; what runs already goes on.
     *
     * @param calls 1 or more
     * @param batchShare of them for batch orders, over 0 to 1; at least one call
     */
    void resize(int calls, double batchShare) {
        synchronized (this) {
            size = calls;
            batchSize = Math.max(1, (int) Math.floor(calls * batchShare));
        }
        serve();
    }

    /**
     * A place, whose permit may be there at once; null where it would have to wait and {@code room}
     * others of its lane do already.
     */
    @Nullable Place ask(Lane lane, int room) {
        Place place = new Place(lane);
        Runnable aside;
        synchronized (this) {
            boolean mustWait = held >= size || !queue(lane).isEmpty() || !mayHave(lane);
            if (mustWait && queue(lane).size() >= room) {
                return null;
            }
            queue(lane).add(place);
            aside = giveWay;
            giveWay = null;
        }
        if (aside != null) {
            aside.run();
        }
        serve();
        return place;
    }

    /**
     * For a call that no order wants: begun only while none runs or waits, and ended by the next
     * that comes. It is none of the pool's calls: nobody waits for it.
     *
     * @param end of the call, within a moment; called once at most, on the thread of who comes
     * @return to be closed when it has ended; null where it must not begin
     */
    synchronized @Nullable Permit aside(Runnable end) {
        boolean idle = held == 0 && waiting.values().stream().allMatch(Deque::isEmpty);
        if (!idle || giveWay != null) {
            return null;
        }
        giveWay = end;
        return new Permit(() -> endedAside(end));
    }

    @SuppressWarnings("ReferenceEquality")
    private synchronized void endedAside(Runnable end) {
        if (giveWay == end) {
            giveWay = null;
        }
    }

    /** Gives the place up. False: it has got its permit, which must be used or closed. */
    synchronized boolean leave(Place place) {
        return queue(place.lane).remove(place) || place.permit.isCancelled();
    }

    /** Sends all who wait away, and ends what runs beside the calls. */
    void close() {
        Deque<Place> gone = new ArrayDeque<>();
        Runnable aside;
        synchronized (this) {
            aside = giveWay;
            giveWay = null;
            for (Deque<Place> queue : waiting.values()) {
                gone.addAll(queue);
                queue.clear();
            }
        }
        if (aside != null) {
            aside.run();
        }
        gone.forEach(place -> place.permit.cancel(false));
    }

    synchronized int inFlight() {
        return held;
    }

    synchronized int waiting(Lane lane) {
        return queue(lane).size();
    }

    synchronized int size() {
        return size;
    }

    /** How long a permit is held, of late. */
    synchronized Duration meanCall() {
        return Duration.ofNanos((long) meanNanos);
    }

    /** Hands out what is free. Permits are completed outside the lock: others run then. */
    private void serve() {
        for (Place next = next(); next != null; next = next()) {
            Place served = next;
            long since = nanoClock.getAsLong();
            Permit permit = new Permit(() -> giveBack(served.lane, since));
            if (!served.permit.complete(permit)) {
                permit.close();
            }
        }
    }

    private synchronized @Nullable Place next() {
        if (held >= size) {
            return null;
        }
        Place next = queue(Lane.INTERACTIVE).poll();
        if (next == null && mayHave(Lane.BATCH)) {
            next = queue(Lane.BATCH).poll();
        }
        if (next != null) {
            held++;
            heldByBatch += next.lane == Lane.BATCH ? 1 : 0;
        }
        return next;
    }

    private void giveBack(Lane lane, long since) {
        long took = nanoClock.getAsLong() - since;
        synchronized (this) {
            held--;
            heldByBatch -= lane == Lane.BATCH ? 1 : 0;
            meanNanos += WEIGHT * (took - meanNanos);
        }
        serve();
    }

    private boolean mayHave(Lane lane) {
        return lane == Lane.INTERACTIVE || heldByBatch < batchSize;
    }

    private Deque<Place> queue(Lane lane) {
        return java.util.Objects.requireNonNull(waiting.get(lane));
    }
}
