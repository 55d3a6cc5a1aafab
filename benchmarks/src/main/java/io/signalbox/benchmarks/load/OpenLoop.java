package io.signalbox.benchmarks.load;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sends at a rate, whatever is still in flight, as callers do who know nothing of each other: the
 * gaps are exponentially distributed, the same in every run. A time counts from when the request
 * should have been sent.
 */
public final class OpenLoop {

    private static final Duration LAST_ANSWER_LIMIT = Duration.ofMinutes(1);
    private static final long SEED = 3;

    private OpenLoop() {}

    /**
     * @param perSecond requests a second on the average
     */
    public static Sample run(RoundTrip trip, double perSecond, int count)
            throws InterruptedException {
        Random random = new Random(SEED);
        AtomicLongArray nanos = new AtomicLongArray(count);
        AtomicIntegerArray answered = new AtomicIntegerArray(count);
        AtomicInteger failures = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(count);
        long begun = System.nanoTime();
        double due = begun;
        for (int number = 0; number < count; number++) {
            due += -Math.log(1 - random.nextDouble()) / perSecond * 1e9;
            long planned = (long) due;
            waitUntil(planned);
            int index = number;
            var _ =
                    trip.send()
                            .whenComplete((_, failure) -> {
                                if (failure == null) {
                                    nanos.set(index, System.nanoTime() - planned);
                                    answered.set(index, 1);
                                } else {
                                    failures.incrementAndGet();
                                }
                                over.countDown();
                            });
        }
        if (!over.await(LAST_ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(
                    "%d answers of %s are missing for %s"
                            .formatted(over.getCount(), trip, LAST_ANSWER_LIMIT));
        }
        return new Sample(
                IntStream.range(0, count)
                        .filter(index -> answered.get(index) == 1)
                        .mapToLong(nanos::get),
                failures.get(),
                Duration.ofNanos(System.nanoTime() - begun));
    }

    private static void waitUntil(long moment) throws InterruptedException {
        for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(left);
        }
    }
}
