package io.signalbox.gateway.follow;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets a few read back at once; the others wait their turn, but not for ever. */
final class ReadPermits {

    private final Semaphore free;
    private final Duration limit;

    /** Nobody's turn came in time; who asks again later may be luckier. */
    static final class BusyException extends IOException {

        private static final long serialVersionUID = 1L;

        private BusyException(Duration limit) {
            super("no turn to read back within " + limit);
        }
    }

    /** What needs a permit. Must not wait for a caller: the others wait meanwhile. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    ReadPermits(int most, Duration limit) {
        this.free = new Semaphore(most, true);
        this.limit = limit;
    }

    /**
     * @throws BusyException where no permit was free within the limit; nothing was read
     */
    <T> T with(Reading<T> reading) throws IOException, InterruptedException {
        if (!free.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new BusyException(limit);
        }
        try {
            return reading.read();
        } finally {
            free.release();
        }
    }
}
