package io.signalbox.router.waiting;

import io.signalbox.router.RouterConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Short waits that a flow holds in memory. They are counted over all flows, so that held records
 * never take the places of those that could go on at once. Thread-safe.
 */
@Singleton
public final class HeldWaits {

    private final int most;
    private final AtomicInteger held = new AtomicInteger();

    @Inject
    HeldWaits(RouterConfig config) {
        this(Math.min(config.maxHeldWaits(), config.concurrency() / 2));
    }

    /**
     * @param most waits held at once, 0 or more
     */
    public HeldWaits(int most) {
        this.most = most;
    }

    /** Takes a place; false where there is none. Who got one must {@link #hold}. */
    public boolean take() {
        return held.getAndUpdate(now -> now < most ? now + 1 : now) < most;
    }

    /** Completes so long after {@code before} has, and gives the place back however it ends. */
    public Uni<Void> hold(Uni<Void> before, Duration wait) {
        return before.onItem()
                .delayIt()
                .by(wait.isPositive() ? wait.plusMillis(1) : Duration.ofMillis(1))
                .onTermination()
                .invoke(held::decrementAndGet);
    }
}
