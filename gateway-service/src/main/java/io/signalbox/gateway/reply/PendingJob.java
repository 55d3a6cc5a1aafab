package io.signalbox.gateway.reply;

import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A job whose end somebody waits for on this instance. The reply reader fills it, one caller's
 * thread reads it.
 *
 * <p>Chunks are a courtesy: where the reader is too slow for the buffer the rest is left out, since
 * the end holds the whole answer.
 */
public final class PendingJob {

    /** What arrives. */
    public sealed interface Piece {

        record Part(Chunk chunk) implements Piece {}

        /**
         * @param run which run answered; null where nobody did
         */
        record End(JobResult result, @Nullable String run) implements Piece {}

        /** This instance stops; the job goes on elsewhere. */
        record Dismissed() implements Piece {}
    }

    private final JobId jobId;
    private final BlockingQueue<Piece> parts;

    /** An end, or a dismissal before it. */
    private final CompletableFuture<Piece> last = new CompletableFuture<>();

    private final AtomicBoolean released = new AtomicBoolean();
    private final AtomicBoolean hungUp = new AtomicBoolean();
    private volatile boolean overrun;

    PendingJob(JobId jobId, int maxBufferedChunks) {
        this.jobId = jobId;
        this.parts = new ArrayBlockingQueue<>(maxBufferedChunks + 1);
    }

    public JobId jobId() {
        return jobId;
    }

    /** Whether the job has ended, as far as is known here. */
    public boolean hasEnded() {
        return last.isDone() && last.join() instanceof Piece.End;
    }

    /** Whether this instance stopped before the job's end came. */
    public boolean isDismissed() {
        return last.isDone() && last.join() instanceof Piece.Dismissed;
    }

    void offer(Chunk chunk) {
        if (!overrun && (parts.remainingCapacity() <= 1 || !parts.offer(new Piece.Part(chunk)))) {
            overrun = true;
        }
    }

    /** Whether nobody waits any more. */
    public boolean isReleased() {
        return released.get();
    }

    /** Whether this is the first call. */
    boolean release() {
        return released.compareAndSet(false, true);
    }

    /** To be asked where a caller seems gone: whether nobody has asked before. */
    public boolean hangUp() {
        return hungUp.compareAndSet(false, true);
    }

    /** The first end stands; later ones do nothing. */
    public void complete(Piece.End theEnd) {
        last(theEnd);
    }

    /** Whoever waits goes away without an end. */
    void dismiss() {
        last(new Piece.Dismissed());
    }

    private void last(Piece piece) {
        if (last.complete(piece)) {
            parts.offer(piece);
        }
    }

    /** The next piece, or null when none came in time. */
    public @Nullable Piece poll(Duration timeout) throws InterruptedException {
        return parts.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The end, or null when it did not come in time or this instance stops. */
    public Piece.@Nullable End await(Duration timeout) throws InterruptedException {
        try {
            return last.get(timeout.toNanos(), TimeUnit.NANOSECONDS) instanceof Piece.End end
                    ? end
                    : null;
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a pending job never fails, it ends", e);
        }
    }
}
