package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import org.jspecify.annotations.Nullable;

/**
 * What a server says was used. {@code prompt_tokens} includes cached ones and {@code
 * completion_tokens} reasoning ones, except where {@code total_tokens} proves that reasoning was
 * counted beside them. DeepSeek and Mistral have names of their own for what was cached.
 *
 * @param cost {@code usage.cost} in US dollars; null where absent
 */
record OpenAiUsage(Usage usage, @Nullable Usd cost) {

    /** From a chunk of the stream; null where it holds none, or only zeros. */
    static @Nullable OpenAiUsage of(JsonNode chunk) {
        JsonNode usage = chunk.path("usage");
        if (!usage.isObject()) {
            usage = chunk.path("x_groq").path("usage");
        }
        long input = count(usage, "prompt_tokens");
        long output = count(usage, "completion_tokens");
        if (input == 0 && output == 0) {
            return null;
        }
        long reasoning = count(usage.path("completion_tokens_details"), "reasoning_tokens");
        if (reasoning > 0 && count(usage, "total_tokens") == input + output + reasoning) {
            output += reasoning;
        }
        long read = Math.min(input, cachedRead(usage));
        long written = Math.min(input - read, cachedWrite(usage));
        return new OpenAiUsage(
                new Usage(input, read, written, output, Math.min(output, reasoning), false),
                cost(usage));
    }

    private static long cachedRead(JsonNode usage) {
        long standard = count(usage.path("prompt_tokens_details"), "cached_tokens");
        return Math.max(
                standard,
                Math.max(
                        count(usage, "prompt_cache_hit_tokens"),
                        count(usage, "num_cached_tokens")));
    }

    private static long cachedWrite(JsonNode usage) {
        long inDetails = count(usage.path("prompt_tokens_details"), "cache_write_tokens");
        return inDetails > 0 ? inDetails : count(usage, "cache_write_tokens");
    }

    private static @Nullable Usd cost(JsonNode usage) {
        JsonNode cost = usage.path("cost");
        return cost.isNumber() && Double.isFinite(cost.doubleValue())
                ? Usd.told(cost.decimalValue()).orElse(null)
                : null;
    }

    private static long count(JsonNode node, String field) {
        return Math.max(0, node.path(field).asLong(0));
    }
}
