package io.signalbox.apiworker.call.gemini;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * In what a generation of models differs, by the model's id. Source: ai.google.dev/gemini-api/docs,
 * pages thinking, thought-signatures and openai.
 */
enum GeminiFamily {

    /** Gemini 2.0 and before, Gemma: no thinking. */
    PLAIN,
    /** Gemini 2.5: thinks within a budget of tokens. */
    BUDGET,
    /** Gemini 2.5 Pro: the same, but always. */
    BUDGET_ALWAYS,
    /** Gemini 3 and what comes after it: thinks by level, always, and signs its thoughts. */
    LEVEL,
    /** Its larger models, without the lowest level. */
    LEVEL_PRO;

    static GeminiFamily of(String modelId) {
        String id = modelId.toLowerCase(Locale.ROOT);
        if (id.contains("gemma") || id.contains("gemini-1.") || id.contains("gemini-2.0")) {
            return PLAIN;
        }
        boolean pro = id.contains("pro");
        if (id.contains("gemini-2.5")) {
            return pro ? BUDGET_ALWAYS : BUDGET;
        }
        return pro ? LEVEL_PRO : LEVEL;
    }

    /** Whether a model refuses tool calls in the conversation that carry no thought signature. */
    boolean needsSignatures() {
        return this == LEVEL || this == LEVEL_PRO;
    }

    boolean takesPenalties() {
        return this == PLAIN;
    }

    /**
     * The budget in tokens for an effort in the public words; null where the family has none. As
     * Google's own OpenAI-compatible endpoint has it.
     */
    @Nullable Integer budget(String effort) {
        if (this != BUDGET && this != BUDGET_ALWAYS) {
            return null;
        }
        return switch (effort) {
            // The least that 2.5 Pro takes.
            case "none" -> this == BUDGET ? 0 : 128;
            case "minimal", "low" -> 1_024;
            case "medium" -> 8_192;
            default -> 24_576;
        };
    }

    /** The level for an effort in the public words; null where the family has none. */
    @Nullable String level(String effort) {
        if (!needsSignatures()) {
            return null;
        }
        return switch (effort) {
            // Thinking cannot be turned off here: this is the least.
            case "none", "minimal" -> this == LEVEL ? "minimal" : "low";
            case "low", "medium" -> effort;
            default -> "high";
        };
    }
}
