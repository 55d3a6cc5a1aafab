package io.signalbox.router.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.job.Job;
import java.util.stream.LongStream;

/** Tokens before a call, by length: four characters each. For comparing, never for billing. */
public final class TokenEstimate {

    private static final int CHARS_PER_TOKEN = 4;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_IMAGE = 1_000;

    private TokenEstimate() {}

    /** What must fit into a context window: the whole prompt, or the longest of several texts. */
    public static long longest(Job job) {
        return job.embedding() == null
                ? input(job.conversation())
                : texts(job.embedding()).max().orElse(0);
    }

    /** Everything that is sent. */
    public static long all(Job job) {
        return job.embedding() == null ? input(job.conversation()) : texts(job.embedding()).sum();
    }

    private static LongStream texts(EmbeddingInput embedding) {
        return embedding.texts().stream().mapToLong(text -> text.length() / CHARS_PER_TOKEN + 1);
    }

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
