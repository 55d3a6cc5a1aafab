package io.signalbox.testsupport.simulator;

import io.signalbox.contracts.job.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said, not yet in any wire format.
 *
 * @param id the provider's id of the answer
 * @param createdAtSeconds since the epoch
 * @param pieces the answer, token by token
 * @param reasoning the thinking, token by token
 * @param toolCalls instead of an answer
 * @param finish why the answer ends
 * @param oddFinish the word to say in place of the dialect's for that; null mostly
 * @param tokens null where the provider does not report usage
 */
public record AnswerPlan(
        String id,
        String model,
        long createdAtSeconds,
        List<String> pieces,
        List<String> reasoning,
        List<ToolCall> toolCalls,
        Finish finish,
        @Nullable String oddFinish,
        @Nullable Tokens tokens) {

    /** Why an answer ends. */
    public enum Finish {
        STOP,
        LENGTH,
        TOOL_CALLS
    }

    /**
     * @param prompt everything sent, cached included
     * @param completion everything generated, reasoning included
     */
    public record Tokens(int prompt, int cached, int completion, int reasoning) {}

    public AnswerPlan {
        pieces = List.copyOf(pieces);
        reasoning = List.copyOf(reasoning);
        toolCalls = List.copyOf(toolCalls);
    }

    public String text() {
        return String.join("", pieces);
    }

    public String reasoningText() {
        return String.join("", reasoning);
    }

    /**
     * @param usual the dialect's word for {@link #finish}
     */
    public String finishWord(String usual) {
        return oddFinish == null ? usual : oddFinish;
    }

    AnswerPlan ending(String newOddFinish) {
        return new AnswerPlan(
                id,
                model,
                createdAtSeconds,
                pieces,
                reasoning,
                toolCalls,
                finish,
                newOddFinish,
                tokens);
    }

    /** Never the answer. */
    @Override
    public String toString() {
        return "AnswerPlan[" + id + ", " + pieces.size() + " tokens, " + finish + "]";
    }
}
