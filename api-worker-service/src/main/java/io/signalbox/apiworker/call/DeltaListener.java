package io.signalbox.apiworker.call;

import io.signalbox.contracts.event.Chunk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gets an answer as it comes. */
@FunctionalInterface
public interface DeltaListener {

    DeltaListener NONE = (text, reasoning, toolCalls) -> {};

    /**
     * Called in order, on the thread that made the call, and only with content: at least one
     * argument is neither null nor empty. May block; the provider waits meanwhile.
     *
     * @param text what was added to the answer
     * @param reasoning what was added to the thinking
     * @param toolCalls what was added to tool calls
     */
    void onDelta(
            @Nullable String text, @Nullable String reasoning, List<Chunk.ToolCallDelta> toolCalls);
}
