package io.signalbox.apiworker.call.run;

import io.signalbox.contracts.job.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer, ended by the provider itself.
 *
 * @param text empty where the model wrote none
 * @param reasoning null where the model showed none
 * @param finishReason {@code stop}, {@code length}, {@code tool_calls} or {@code content_filter}
 * @param refusal what the model said instead of answering; empty mostly
 */
public record Answer(
        String text,
        @Nullable String reasoning,
        List<ToolCall> toolCalls,
        String finishReason,
        String refusal) {

    public Answer {
        toolCalls = List.copyOf(toolCalls);
    }

    /** Whether the provider ended without an answer because of what it would have said. */
    boolean isWithheld() {
        boolean empty = text.isEmpty() && toolCalls.isEmpty();
        return empty && (finishReason.equals("content_filter") || !refusal.isEmpty());
    }

    /** Some servers say {@code stop} after calling tools. */
    String publicFinishReason() {
        return finishReason.equals("stop") && !toolCalls.isEmpty() ? "tool_calls" : finishReason;
    }

    /** Never the answer. */
    @Override
    public String toString() {
        return "Answer[" + finishReason + "]";
    }
}
