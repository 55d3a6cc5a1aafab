package io.signalbox.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ContentPart;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.ToolCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one job's prompt, for any model. Each text is looked through once, and cut once
 * with each vocabulary, whatever the number of models asked about. For one thread.
 */
public final class PromptTokens {

    /** Nearer than this to a limit an estimate is not enough. */
    private static final double MARGIN = 0.3;

    /** How far an estimate of a tokenizer that is not public may be off. */
    private static final double ERROR = 0.15;

    /** What a picture of middle size costs at OpenAI's high detail. */
    private static final int TOKENS_PER_IMAGE = 765;

    /** What frames a message, and the beginning of the answer (OpenAI cookbook). */
    private static final int TOKENS_PER_MESSAGE = 3;

    private static final int TOKENS_PER_NAME = 1;
    private static final int TOKENS_OF_ANSWERS_BEGINNING = 3;

    /** A UTF-16 unit has at most so many bytes in UTF-8, and a token at least one. */
    private static final int MOST_TOKENS_PER_CHAR = 3;

    private final List<TextTokens> texts = new ArrayList<>();

    /** Whether the texts are a conversation, with tokens between them, or each for itself. */
    private final boolean framed;

    private long frame;
    private @Nullable RoughCount rough;
    private @Nullable PromptTokens longest;
    private final Map<Tokenizer, Counted> counted = new EnumMap<>(Tokenizer.class);

    /**
     * @param sure whether every text was counted as the provider counts it
     */
    private record Counted(long tokens, boolean sure) {}

    private PromptTokens(boolean framed) {
        this.framed = framed;
    }

    public static PromptTokens of(Job job) {
        return job.embedding() == null ? of(job.conversation()) : of(job.embedding());
    }

    public static PromptTokens of(EmbeddingInput input) {
        return of(input.texts().stream().map(TextTokens::new).toList());
    }

    private static PromptTokens of(List<TextTokens> texts) {
        PromptTokens prompt = new PromptTokens(false);
        prompt.texts.addAll(texts);
        return prompt;
    }

    public static PromptTokens of(ChatInput input) {
        PromptTokens prompt = new PromptTokens(true);
        input.messages().forEach(prompt::add);
        for (JsonNode tool : input.tools()) {
            prompt.texts.add(new TextTokens(tool.toString()));
        }
        prompt.frame += input.messages().isEmpty() ? 0 : TOKENS_OF_ANSWERS_BEGINNING;
        return prompt;
    }

    private void add(ChatMessage message) {
        frame += TOKENS_PER_MESSAGE;
        texts.add(new TextTokens(message.role()));
        if (message.name() != null) {
            frame += TOKENS_PER_NAME;
            texts.add(new TextTokens(message.name()));
        }
        for (ContentPart part : message.content()) {
            if (part.imageUrl() != null) {
                frame += TOKENS_PER_IMAGE;
            } else if (part.text() != null) {
                texts.add(new TextTokens(part.text()));
            }
        }
        for (ToolCall call : message.toolCalls()) {
            texts.add(new TextTokens(call.function().name()));
            texts.add(new TextTokens(call.function().arguments()));
        }
    }

    /** Everything that is sent, without a vocabulary: quick, and within a few percent mostly. */
    public long estimate(Tokenizer tokenizer) {
        return frame + tokenizer.estimate(rough());
    }

    private RoughCount rough() {
        if (rough == null) {
            rough = texts.stream().map(TextTokens::rough).reduce(RoughCount.NONE, RoughCount::plus);
        }
        return rough;
    }

    /**
     * Everything that is sent, with a vocabulary. Blocks while that is loaded, about a second in a
     * process's life, and then for some milliseconds per ten thousand tokens.
     */
    public TokenCount count(Tokenizer tokenizer) {
        Counted all = counted(tokenizer);
        return new TokenCount(all.tokens(), all.sure() && !framed, tokenizer.wireName());
    }

    private Counted counted(Tokenizer tokenizer) {
        return counted.computeIfAbsent(
                tokenizer,
                wanted -> {
                    long tokens = frame;
                    boolean sure = true;
                    for (TextTokens text : texts) {
                        TokenCount count = text.count(wanted);
                        tokens += count.tokens();
                        sure &= count.exact();
                    }
                    return new Counted(tokens, sure);
                });
    }

    /**
     * How many tokens too many there are for a context window: those of the whole conversation, or
     * of the longest of several texts. Counts with a vocabulary only near the limit, and only with
     * one that is loaded; what an estimate leaves open is left to the provider.
     *
     * @return the tokens, where they are too many; else null
     */
    public @Nullable Long tooMany(Tokenizer tokenizer, long window) {
        if (framed || texts.size() <= 1) {
            return tooManyTogether(tokenizer, window);
        }
        if (longest == null) {
            longest =
                    of(
                            List.of(
                                    Collections.max(
                                            texts, Comparator.comparingInt(TextTokens::length))));
        }
        return longest.tooManyTogether(tokenizer, window);
    }

    private @Nullable Long tooManyTogether(Tokenizer tokenizer, long window) {
        long chars = texts.stream().mapToLong(TextTokens::length).sum();
        if (frame + chars * MOST_TOKENS_PER_CHAR <= window) {
            return null;
        }
        long estimate = estimate(tokenizer);
        if (estimate * (1 + MARGIN) <= window) {
            return null;
        }
        boolean near = estimate <= window * (1 + MARGIN);
        if (near && Vocabularies.isLoaded(tokenizer.base())) {
            Counted all = counted(tokenizer);
            return all.tokens() > window * (all.sure() ? 1 : 1 + ERROR) ? all.tokens() : null;
        }
        return estimate > window * (1 + ERROR) ? estimate : null;
    }
}
