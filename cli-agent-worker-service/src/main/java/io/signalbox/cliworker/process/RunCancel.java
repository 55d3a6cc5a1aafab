package io.signalbox.cliworker.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Cancels one run. Thread-safe; cancelling twice, or after the end, does nothing. */
public final class RunCancel {

    private boolean cancelled;
    private @Nullable Runnable action;

    /** Returns at once; the run then ends its processes. */
    public void cancel() {
        Runnable toRun;
        synchronized (this) {
            cancelled = true;
            toRun = action;
            action = null;
            notifyAll();
        }
        if (toRun != null) {
            toRun.run();
        }
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Waits that long, or until it is cancelled: then true. An interrupt counts as a cancel. */
    public synchronized boolean awaitCancel(Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        while (!cancelled) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return true;
    }

    /** For the run: what to do on cancel, at once where that has happened. Null forgets it. */
    public void onCancel(@Nullable Runnable newAction) {
        boolean now;
        synchronized (this) {
            now = cancelled && newAction != null;
            action = cancelled ? null : newAction;
        }
        if (now && newAction != null) {
            newAction.run();
        }
    }
}
