package io.signalbox.apiworker.call.upstream;

import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The caller's listener, guarded: silent once the call was stopped, the idle limit held while it
 * works, and what it throws kept for {@link #rethrow} (LangChain4j would log and forget it). For
 * the one thread of the call.
 */
public final class Deltas {

    private final DeltaListener listener;
    private final StreamWatch watch;
    private boolean seen;
    private long textChars;
    private long reasoningChars;
    private @Nullable RuntimeException thrown;

    public Deltas(DeltaListener listener, StreamWatch watch) {
        this.listener = listener;
        this.watch = watch;
    }

    public void text(String added) {
        textChars += added.length();
        pass(added, null, List.of());
    }

    public void reasoning(String added) {
        reasoningChars += added.length();
        pass(null, added, List.of());
    }

    public void toolCalls(List<ToolCallDelta> added) {
        if (!added.isEmpty()) {
            pass(null, null, added);
        }
    }

    private void pass(
            @Nullable String text, @Nullable String reasoning, List<ToolCallDelta> toolCalls) {
        if (watch.stopped() != null) {
            return;
        }
        seen = true;
        watch.pause();
        try {
            listener.onDelta(text, reasoning, toolCalls);
        } catch (RuntimeException e) {
            thrown = e;
            watch.stop(StreamWatch.Stop.LISTENER);
        } finally {
            watch.resume();
        }
    }

    /** Whether the listener got anything. */
    public boolean seen() {
        return seen;
    }

    public long textChars() {
        return textChars;
    }

    public long reasoningChars() {
        return reasoningChars;
    }

    /** Throws what the listener threw, if it did. */
    public void rethrow() {
        if (thrown != null) {
            throw thrown;
        }
    }
}
