package io.signalbox.router.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ChatMessage;

/** Tokens before a call, by length: four characters each. For comparing, never for billing. */
public final class TokenEstimate {

    private static final int CHARS_PER_TOKEN = 4;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_IMAGE = 1_000;

    private TokenEstimate() {}

    /** Tokens of the prompt, tools included. */
    public static long input(ChatInput input) {
        long tokens = 0;
        for (ChatMessage message : input.messages()) {
            tokens += TOKENS_PER_MESSAGE + message.text().length() / CHARS_PER_TOKEN;
            tokens +=
                    TOKENS_PER_IMAGE
                            * message.content().stream()
                                    .filter(part -> part.imageUrl() != null)
                                    .count();
        }
        for (JsonNode tool : input.tools()) {
            tokens += tool.toString().length() / CHARS_PER_TOKEN;
        }
        return tokens;
    }
}
