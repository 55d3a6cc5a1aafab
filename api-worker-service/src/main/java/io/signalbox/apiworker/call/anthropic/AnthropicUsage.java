package io.signalbox.apiworker.call.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.attempt.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What Anthropic says was used: the prompt at the start, the answer cumulatively at the end. Its
 * {@code input_tokens} leave out what was read from the cache or written to it, its {@code
 * output_tokens} hold the thinking. Source: facts/providers.md A.3, D.4.
 */
final class AnthropicUsage {

    private long fresh;
    private long cachedRead;
    private long cachedWrite;
    private long output;
    private long reasoning;
    private boolean outputKnown;

    /** Of {@code message_start}: its count of the answer is where that begins. */
    void start(JsonNode usage) {
        take(usage);
    }

    /** Of {@code message_delta}: what it leaves out stays as it was. */
    void end(JsonNode usage) {
        take(usage);
        outputKnown |= usage.path("output_tokens").isNumber();
    }

    private void take(JsonNode usage) {
        fresh = count(usage.path("input_tokens"), fresh);
        cachedRead = count(usage.path("cache_read_input_tokens"), cachedRead);
        cachedWrite = count(usage.path("cache_creation_input_tokens"), cachedWrite);
        output = count(usage.path("output_tokens"), output);
        reasoning = count(usage.path("output_tokens_details").path("thinking_tokens"), reasoning);
    }

    private static long count(JsonNode node, long known) {
        return node.isNumber() ? Math.max(0, node.asLong()) : known;
    }

    /**
     * @param saidTokens an estimate of what was said, for an answer that broke off uncounted
     * @return null where nothing was reported, or only zeros
     */
    @Nullable Usage soFar(long saidTokens) {
        long input = fresh + cachedRead + cachedWrite;
        if (input == 0 && !(outputKnown && output > 0)) {
            return null;
        }
        long generated = outputKnown ? output : Math.max(output, saidTokens);
        return new Usage(
                input,
                cachedRead,
                cachedWrite,
                generated,
                Math.min(generated, reasoning),
                !outputKnown);
    }
}
