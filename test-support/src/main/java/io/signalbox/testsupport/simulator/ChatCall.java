package io.signalbox.testsupport.simulator;

/**
 * A request for an answer, freed from its wire format.
 *
 * @param question the text of the last user message
 * @param conversation the text of all messages, joined by newlines
 * @param stream whether the answer is to come in chunks
 * @param usageInStream whether the chunks are to end with the usage
 * @param toolsOffered whether the request has tools and does not yet bring a tool's result
 * @param mostTokens the request's limit; {@link Integer#MAX_VALUE} where it has none
 */
public record ChatCall(
        String model,
        String question,
        String conversation,
        boolean stream,
        boolean usageInStream,
        boolean toolsOffered,
        int mostTokens) {

    /** Never the prompt. */
    @Override
    public String toString() {
        return "ChatCall[" + model + ", stream=" + stream + "]";
    }
}
