package io.signalbox.messaging;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of records a flow may have in its hands. One record is always let in, however
 * large. Thread-safe; only one may wait at a time.
 */
final class ByteBudget {

    /** A record in work is there as it came, parsed, and as it is sent on. */
    private static final int SHARE_OF_HEAP = 8;

    private final long most;
    private long held;
    private @Nullable Waiting waiting;

    private record Waiting(long bytes, UniEmitter<? super Void> emitter) {}

    /**
     * @param most more than 0
     */
    ByteBudget(long most) {
        this.most = most;
    }

    /** An eighth of the heap. */
    static ByteBudget ofHeap() {
        return new ByteBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Ends when there is room; from then on it is taken. */
    Uni<Void> take(long bytes) {
        return Uni.createFrom()
                .emitter(emitter -> {
                    if (isTaken(bytes, emitter)) {
                        emitter.complete(null);
                    }
                });
    }

    private synchronized boolean isTaken(long bytes, UniEmitter<? super Void> emitter) {
        if (fits(bytes)) {
            held += bytes;
            return true;
        }
        waiting = new Waiting(bytes, emitter);
        return false;
    }

    private boolean fits(long bytes) {
        return held == 0 || held + bytes <= most;
    }

    void giveBack(long bytes) {
        Waiting next = next(bytes);
        if (next != null) {
            next.emitter().complete(null);
        }
    }

    private synchronized @Nullable Waiting next(long freed) {
        held -= freed;
        Waiting next = waiting;
        if (next == null || !fits(next.bytes())) {
            return null;
        }
        held += next.bytes();
        waiting = null;
        return next;
    }
}
