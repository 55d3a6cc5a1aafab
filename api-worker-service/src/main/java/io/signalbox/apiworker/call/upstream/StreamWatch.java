package io.signalbox.apiworker.call.upstream;

import io.signalbox.apiworker.call.limits.RateLimits;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one call and breaks its connection when a limit passes or somebody stops it. Thread-safe;
 * the first stop wins.
 */
public final class StreamWatch implements AutoCloseable {

    /** Why a call was broken off. */
    public enum Stop {
        CANCELLED,
        FIRST_TOKEN,
        IDLE,
        DEADLINE,
        LISTENER,
        /** Not a failure: all was said, only the server did not close. */
        ENDED
    }

    /**
     * @param firstToken from the start to the first content
     * @param idle between two signs of life after that
     * @param total from the start to the end
     */
    public record Limits(Duration firstToken, Duration idle, Duration total) {}

    private final ScheduledExecutorService timer;
    private final Limits limits;
    private final long startNanos = System.nanoTime();
    private volatile long aliveNanos = startNanos;
    private volatile boolean paused;
    private volatile @Nullable Stop stop;
    private volatile boolean accepted;
    private volatile long answeredNanos;
    private volatile @Nullable HttpHeaders headers;
    private long firstContentNanos;
    private long askedNanos;
    private long endNanos;
    private long graceNanos;
    private boolean closed;
    private @Nullable Runnable breaker;
    private @Nullable Future<?> check;

    StreamWatch(ScheduledExecutorService timer, Limits limits) {
        this.timer = timer;
        this.limits = limits;
        synchronized (this) {
            schedule();
        }
    }

    /** Bytes came, of whatever kind. */
    void alive() {
        aliveNanos = System.nanoTime();
    }

    /** The server answered, whatever the status. */
    void answered(HttpHeaders answerHeaders) {
        alive();
        answeredNanos = aliveNanos;
        headers = answerHeaders;
    }

    /** What the server told of its limits; nothing where it did not answer. */
    public RateLimits limits(InstantSource clock) {
        HttpHeaders told = headers;
        return told == null
                ? RateLimits.NONE
                : RateLimits.of(
                        told.map(), clock.instant().minusNanos(System.nanoTime() - answeredNanos));
    }

    /** The server answered 2xx. */
    void accepted() {
        accepted = true;
    }

    /** Whether the server answered 2xx, so that tokens may have been used. */
    public boolean isAccepted() {
        return accepted;
    }

    /** Content came; from the first on, the idle limit counts instead of the first-token limit. */
    public void content() {
        alive();
        synchronized (this) {
            if (firstContentNanos == 0) {
                firstContentNanos = aliveNanos;
                schedule();
            }
        }
    }

    /**
     * The call's next request goes out, after the answer to the one before: until a byte comes, the
     * first-token limit counts for it.
     */
    public synchronized void asked() {
        askedNanos = System.nanoTime();
        schedule();
    }

    private boolean isWaitedFor() {
        return firstContentNanos == 0 || (askedNanos != 0 && aliveNanos - askedNanos < 0);
    }

    /** The answer is whole; the server has {@code grace} to close before we do. */
    public synchronized void ended(Duration grace) {
        endNanos = System.nanoTime();
        graceNanos = grace.toNanos();
        schedule();
    }

    /** While our own listener works, silence is not the provider's. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        alive();
        paused = false;
    }

    /** Ends the call: its connection is broken before this returns. */
    public void stop(Stop reason) {
        Runnable toRun;
        synchronized (this) {
            if (closed || stop != null) {
                return;
            }
            stop = reason;
            toRun = breaker;
        }
        if (toRun != null) {
            toRun.run();
        }
    }

    /** How long the call may be without content. */
    public Duration firstTokenLimit() {
        return limits.firstToken();
    }

    /** Null while nobody stopped the call. */
    public @Nullable Stop stopped() {
        return stop;
    }

    /** How to break the connection from now on; done at once where the call was stopped. */
    void breakWith(Runnable newBreaker) {
        boolean now;
        synchronized (this) {
            breaker = newBreaker;
            now = stop != null;
        }
        if (now) {
            newBreaker.run();
        }
    }

    /** Milliseconds from the start to the first content; null where none came. */
    public synchronized @Nullable Long ttftMs() {
        return firstContentNanos == 0 ? null : millis(firstContentNanos);
    }

    /** Milliseconds from the start to the end of the answer, or to now. */
    public synchronized long latencyMs() {
        return millis(endNanos == 0 ? System.nanoTime() : endNanos);
    }

    @Override
    public synchronized void close() {
        closed = true;
        breaker = null;
        if (check != null) {
            check.cancel(false);
        }
    }

    private void check() {
        Stop due;
        synchronized (this) {
            due = closed || stop != null ? null : dueNow();
            if (due == null) {
                schedule();
            }
        }
        if (due != null) {
            // Closing may block on a lock; the one timer must not.
            Stop reason = due;
            Thread.ofVirtual().start(() -> stop(reason));
        }
    }

    private @Nullable Stop dueNow() {
        if (nanosLeft() > 0) {
            return null;
        }
        if (System.nanoTime() - startNanos >= limits.total().toNanos()) {
            return Stop.DEADLINE;
        }
        if (endNanos != 0) {
            return Stop.ENDED;
        }
        return isWaitedFor() ? Stop.FIRST_TOKEN : Stop.IDLE;
    }

    private void schedule() {
        if (check != null) {
            check.cancel(false);
        }
        if (!closed && stop == null) {
            check = timer.schedule(this::check, Math.max(0, nanosLeft()), TimeUnit.NANOSECONDS);
        }
    }

    private long nanosLeft() {
        long now = System.nanoTime();
        long total = startNanos + limits.total().toNanos() - now;
        long stage;
        if (endNanos != 0) {
            stage = endNanos + graceNanos - now;
        } else if (isWaitedFor()) {
            long from = firstContentNanos == 0 ? startNanos : askedNanos;
            stage = from + limits.firstToken().toNanos() - now;
        } else if (paused) {
            stage = limits.idle().toNanos();
        } else {
            stage = aliveNanos + limits.idle().toNanos() - now;
        }
        return Math.min(total, stage);
    }

    private long millis(long untilNanos) {
        return TimeUnit.NANOSECONDS.toMillis(untilNanos - startNanos);
    }
}
