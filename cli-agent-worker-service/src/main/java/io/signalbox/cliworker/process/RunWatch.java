package io.signalbox.cliworker.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says when a run is to be ended, and why. Thread-safe; the first reason stays. Signs of life wake
 * nobody: a limit is seen up to one span of {@link #await} late.
 */
final class RunWatch {

    /** Why a run ends. */
    enum Stop {
        EXITED,
        LINGERED,
        FIRST_OUTPUT,
        IDLE,
        TOTAL,
        CANCELLED,
        TOO_LARGE,
        /** The listener threw. */
        LISTENER
    }

    private final ProcessLimits limits;
    private final long startNanos = System.nanoTime();
    private volatile long aliveNanos = startNanos;
    private volatile boolean printed;
    private volatile boolean finished;
    private long finishedNanos;
    private @Nullable Stop stop;

    RunWatch(ProcessLimits limits) {
        this.limits = limits;
    }

    /** Bytes came, from stdout or stderr. */
    void alive() {
        aliveNanos = System.nanoTime();
        printed = true;
    }

    /** The final result came. */
    synchronized void finish() {
        if (!finished) {
            finishedNanos = System.nanoTime();
            finished = true;
            notifyAll();
        }
    }

    boolean isFinished() {
        return finished;
    }

    /** Nothing where it is to end anyway. What comes after the final result is lingering. */
    synchronized void stop(Stop reason) {
        if (stop == null) {
            stop = finished && reason != Stop.EXITED ? Stop.LINGERED : reason;
            notifyAll();
        }
    }

    /** Whether there is a reason to end already. */
    synchronized boolean isStopped() {
        return stop != null;
    }

    /** Why the run is to end; null where there is no reason within the span. */
    synchronized @Nullable Stop await(Duration span) throws InterruptedException {
        long until = System.nanoTime() + span.toNanos();
        while (stop == null) {
            long now = System.nanoTime();
            if (nanosLeft(now) <= 0) {
                stop(due(now));
            } else if (until - now <= 0) {
                return null;
            } else {
                // Rounded up: never before it is due.
                long nanos = Math.min(nanosLeft(now), until - now);
                wait(nanos / 1_000_000 + 1);
            }
        }
        return stop;
    }

    /** From the start to now. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private Stop due(long now) {
        if (finished) {
            return Stop.LINGERED;
        }
        if (now - startNanos >= limits.total().toNanos()) {
            return Stop.TOTAL;
        }
        return printed ? Stop.IDLE : Stop.FIRST_OUTPUT;
    }

    private long nanosLeft(long now) {
        if (finished) {
            return finishedNanos + limits.linger().toNanos() - now;
        }
        long total = startNanos + limits.total().toNanos() - now;
        long stage =
                printed
                        ? aliveNanos + limits.idle().toNanos() - now
                        : startNanos + limits.firstOutput().toNanos() - now;
        return Math.min(total, stage);
    }
}
