package io.signalbox.cliworker.process;

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
        }
        if (toRun != null) {
            toRun.run();
        }
    }

    public synchronized boolean isCancelled() {
        return cancelled;
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
