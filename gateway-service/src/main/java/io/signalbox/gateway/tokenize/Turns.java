package io.signalbox.gateway.tokenize;

import io.signalbox.gateway.http.ApiException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a few count at once and some more wait, but not for ever: counting is pure computation, on
 * threads that all callers share, and whoever waits holds a body. Thread-safe.
 */
final class Turns {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    private final Semaphore places;
    private final Semaphore turns;
    private final Duration longestWait;

    Turns(int atOnce, int mostWaiting, Duration longestWait) {
        this.places = new Semaphore(atOnce + mostWaiting);
        this.turns = new Semaphore(atOnce, true);
        this.longestWait = longestWait;
    }

    /**
     * Blocks until there is a turn and the work is done.
     *
     * @throws ApiException 429 where no turn came; nothing of the work was done
     */
    <T> T with(Supplier<T> work) throws InterruptedException {
        if (!places.tryAcquire()) {
            throw tooMany();
        }
        try {
            return inTurn(work);
        } finally {
            places.release();
        }
    }

    private <T> T inTurn(Supplier<T> work) throws InterruptedException {
        if (!turns.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
            throw tooMany();
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private static ApiException tooMany() {
        return ApiException.tooMany("too many wait here to have tokens counted", ASK_AGAIN);
    }
}
