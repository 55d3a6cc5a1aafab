package io.signalbox.apiworker.call.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.attempt.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What Gemini says was used: the prompt includes what was cached, but neither the tools' own prompt
 * nor, in the answer's count, the thoughts. Source: facts/providers.md A.3 and D.4.
 */
final class GeminiUsage {

    private GeminiUsage() {}

    /**
     * @param usage {@code usageMetadata} of the last chunk that had one; null where none came
     * @return null where it says nothing
     */
    static @Nullable Usage of(@Nullable JsonNode usage) {
        if (usage == null) {
            return null;
        }
        long input = count(usage, "promptTokenCount") + count(usage, "toolUsePromptTokenCount");
        long thoughts = count(usage, "thoughtsTokenCount");
        long output = count(usage, "candidatesTokenCount") + thoughts;
        if (input == 0 && output == 0) {
            return null;
        }
        long cached = Math.min(input, count(usage, "cachedContentTokenCount"));
        return new Usage(input, cached, 0, output, thoughts, false);
    }

    private static long count(JsonNode usage, String field) {
        return Math.max(0, usage.path(field).asLong(0));
    }
}
