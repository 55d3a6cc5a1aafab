package io.signalbox.testsupport.simulator;

import java.util.List;

/**
 * A request for an answer, freed from its wire format.
 *
 * @param question the text of the last user message
 * @param conversation the text of all messages, joined by newlines
 * @param stream whether the answer is to come in chunks
 * @param usageInStream whether the chunks are to end with the usage
 * @param tools the names of those that the answer may call; a tool without a name has an empty one
 * @param toolRounds how often tools' results have come since the question; those of tools called at
 *     once are one
 * @param mostTokens the request's limit; {@link Integer#MAX_VALUE} where it has none
 */
public record ChatCall(
        String model,
        String question,
        String conversation,
        boolean stream,
        boolean usageInStream,
        List<String> tools,
        int toolRounds,
        int mostTokens) {

    public ChatCall {
        tools = List.copyOf(tools);
    }

    /** Whether the request has tools and does not yet bring a tool's result. */
    public boolean toolsOffered() {
        return !tools.isEmpty() && toolRounds == 0;
    }

    /** Never the prompt. */
    @Override
    public String toString() {
        return "ChatCall[" + model + ", stream=" + stream + "]";
    }
}
