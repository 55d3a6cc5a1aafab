package io.signalbox.benchmarks.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Keeps a fixed number of requests in flight: an answer sends the next request. Ends after a time
 * or a count, whichever is first, and waits for what is in flight.
 */
public final class ClosedLoop {

    /** So many failures end a phase: what it measures is not what it should. */
    private static final int MOST_FAILURES = 100;

    private static final Duration LAST_ANSWER_LIMIT = Duration.ofMinutes(1);

    private final RoundTrip trip;
    private final long until;
    private final AtomicInteger toSend;
    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch over;

    private ClosedLoop(RoundTrip trip, int concurrency, Duration duration, int count) {
        this.trip = trip;
        this.until = System.nanoTime() + duration.toNanos();
        this.toSend = new AtomicInteger(count);
        this.over = new CountDownLatch(concurrency);
    }

    /** For a time. */
    public static Sample run(RoundTrip trip, int concurrency, Duration duration)
            throws InterruptedException {
        return run(trip, concurrency, duration, Integer.MAX_VALUE);
    }

    /** For a count, but not longer than a time. */
    public static Sample run(RoundTrip trip, int concurrency, Duration duration, int count)
            throws InterruptedException {
        long begun = System.nanoTime();
        ClosedLoop loop = new ClosedLoop(trip, concurrency, duration, count);
        List<Slot> slots = Stream.generate(loop::slot).limit(concurrency).toList();
        slots.forEach(Slot::next);
        if (!loop.over.await(duration.plus(LAST_ANSWER_LIMIT).toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(
                    "%d answers of %s are missing for %s"
                            .formatted(loop.over.getCount(), trip, LAST_ANSWER_LIMIT));
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        return new Sample(slots.stream().flatMapToLong(Slot::nanos), loop.failures.get(), elapsed);
    }

    private Slot slot() {
        return new Slot();
    }

    private boolean goesOn() {
        return System.nanoTime() < until
                && failures.get() < MOST_FAILURES
                && toSend.getAndDecrement() > 0;
    }

    /** One request at a time; each answer happens before the next request. */
    private final class Slot {

        private long[] nanos = new long[1024];
        private int answers;

        void next() {
            if (!goesOn()) {
                over.countDown();
                return;
            }
            long sent = System.nanoTime();
            var _ =
                    sent().whenComplete((_, failure) -> {
                        if (failure == null) {
                            keep(System.nanoTime() - sent);
                        } else {
                            failures.incrementAndGet();
                        }
                        next();
                    });
        }

        /** A request that cannot even be sent has failed like any other. */
        private CompletableFuture<Void> sent() {
            try {
                return trip.send();
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void keep(long time) {
            if (answers == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * answers);
            }
            nanos[answers++] = time;
        }

        LongStream nanos() {
            return LongStream.of(nanos).limit(answers);
        }
    }
}
