package io.signalbox.apiworker.call.run;

import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.tokens.PromptTokens;
import io.signalbox.tokens.Tokenizer;

/** Tokens of calls whose server reports none. */
public final class UsageEstimate {

    /** Of an answer only the length is known. */
    private static final int CHARS_PER_TOKEN = 4;

    private UsageEstimate() {}

    static Usage of(String modelId, ChatInput input, long answerChars, long reasoningChars) {
        return new Usage(
                input(modelId, input),
                0,
                0,
                tokens(answerChars + reasoningChars),
                tokens(reasoningChars),
                true);
    }

    static Usage of(String modelId, EmbeddingInput input) {
        long tokens = PromptTokens.of(input).estimate(Tokenizer.of(modelId));
        return new Usage(tokens, 0, 0, 0, 0, true);
    }

    /** What the request itself comes to, in tokens, for a model of which nothing is known. */
    public static long input(ChatInput input) {
        return input("", input);
    }

    /** What the request itself comes to, in tokens. */
    public static long input(String modelId, ChatInput input) {
        return PromptTokens.of(input).estimate(Tokenizer.of(modelId));
    }

    /** What a text of that many characters comes to. */
    public static long tokens(long chars) {
        return Math.ceilDiv(chars, CHARS_PER_TOKEN);
    }
}
