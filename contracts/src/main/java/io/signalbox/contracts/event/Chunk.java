package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of an answer as it comes.
 *
 * @param run which run of the attempt this belongs to; text of two runs is never mixed
 * @param seq 0, 1, 2... within the run, without gaps
 * @param text what was added to the answer
 * @param reasoning what was added to the thinking
 * @param toolCalls what was added to tool calls
 */
public record Chunk(
        AttemptId attemptId,
        String run,
        int seq,
        @Nullable String text,
        @Nullable String reasoning,
        List<ToolCallDelta> toolCalls)
        implements SignalboxRecord {

    /**
     * @param index which of the answer's tool calls
     * @param id and {@code name}: only in a call's first delta
     * @param arguments the next piece of the arguments' JSON text
     */
    public record ToolCallDelta(
            int index, @Nullable String id, @Nullable String name, @Nullable String arguments) {}

    public Chunk {
        Required.field("attempt_id", attemptId);
        Required.field("run", run);
        toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
    }

    @Override
    public JobId jobId() {
        return attemptId.jobId();
    }

    @Override
    public String toString() {
        return "Chunk[" + attemptId + ", run=" + run + ", seq=" + seq + "]";
    }
}
