package io.signalbox.apiworker.provider;

import io.signalbox.catalog.Provider;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds the calls that run at once against each provider. Thread-safe; blocks. */
@ApplicationScoped
public class Permits {

    private record Sized(int size, Semaphore semaphore) {}

    private final ConcurrentMap<String, Sized> byProvider = new ConcurrentHashMap<>();

    /** A permit that is held; closing it twice does nothing. */
    public static final class Permit implements AutoCloseable {

        private final Semaphore semaphore;
        private boolean held = true;

        private Permit(Semaphore semaphore) {
            this.semaphore = semaphore;
        }

        @Override
        public synchronized void close() {
            if (held) {
                held = false;
                semaphore.release();
            }
        }
    }

    /** A permit, or null when none came free in time. */
    public @org.jspecify.annotations.Nullable Permit acquire(Provider provider, Duration patience)
            throws InterruptedException {
        int size = provider.limits().concurrency();
        Semaphore semaphore =
                byProvider
                        .compute(
                                provider.name(),
                                (name, known) ->
                                        known != null && known.size() == size
                                                ? known
                                                : new Sized(size, new Semaphore(size, true)))
                        .semaphore();
        return semaphore.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)
                ? new Permit(semaphore)
                : null;
    }
}
