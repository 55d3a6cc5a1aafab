package io.signalbox.apiworker.provider;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to one call; closing it twice does nothing. Thread-safe. */
public final class Permit implements AutoCloseable {

    private final Runnable giveBack;
    private final AtomicBoolean held = new AtomicBoolean(true);

    Permit(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    @Override
    public void close() {
        if (held.compareAndSet(true, false)) {
            giveBack.run();
        }
    }
}
