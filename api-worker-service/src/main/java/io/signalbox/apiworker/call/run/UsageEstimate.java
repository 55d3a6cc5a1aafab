package io.signalbox.apiworker.call.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ContentPart;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.job.ToolCall;

/** Tokens by rule of thumb, for servers that report none: four characters are a token. */
public final class UsageEstimate {

    private static final int CHARS_PER_TOKEN = 4;

    /** What a picture of middle size costs at OpenAI's high detail. */
    static final int TOKENS_PER_IMAGE = 765;

    private UsageEstimate() {}

    static Usage of(ChatInput input, long answerChars, long reasoningChars) {
        return new Usage(
                input(input),
                0,
                0,
                tokens(answerChars + reasoningChars),
                tokens(reasoningChars),
                true);
    }

    static Usage of(EmbeddingInput input) {
        long tokens = input.texts().stream().mapToLong(text -> tokens(text.length())).sum();
        return new Usage(tokens, 0, 0, 0, 0, true);
    }

    /** What the request itself comes to, in tokens. */
    public static long input(ChatInput input) {
        long images = 0;
        long chars = 0;
        for (ChatMessage message : input.messages()) {
            for (ContentPart part : message.content()) {
                images += part.imageUrl() == null ? 0 : 1;
                chars += part.text() == null ? 0 : part.text().length();
            }
            for (ToolCall call : message.toolCalls()) {
                chars += call.function().name().length() + call.function().arguments().length();
            }
        }
        for (JsonNode tool : input.tools()) {
            chars += tool.toString().length();
        }
        return tokens(chars) + images * TOKENS_PER_IMAGE;
    }

    /** What a text of that many characters comes to. */
    public static long tokens(long chars) {
        return Math.ceilDiv(chars, CHARS_PER_TOKEN);
    }
}
