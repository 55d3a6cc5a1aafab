package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Brings a delta into the one form that LangChain4j 1.18 reads: plain {@code content} (Mistral's
 * reasoning models stream it as parts) and {@code reasoning_content} (OpenRouter, Groq, Together,
 * LM Studio and vLLM call it {@code reasoning}).
 */
final class PlainDelta {

    private PlainDelta() {}

    /** Changes {@code delta} in place; false where it had that form. */
    static boolean normalise(ObjectNode delta) {
        boolean changed = renameReasoning(delta);
        if (delta.path("content").isArray()) {
            splitParts(delta);
            changed = true;
        }
        return changed;
    }

    private static boolean renameReasoning(ObjectNode delta) {
        JsonNode reasoning = delta.path("reasoning");
        if (!reasoning.isTextual() || !delta.path("reasoning_content").asText("").isEmpty()) {
            return false;
        }
        delta.set("reasoning_content", reasoning);
        return true;
    }

    private static void splitParts(ObjectNode delta) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        for (JsonNode part : delta.path("content")) {
            if (part.path("type").asText().equals("thinking")) {
                part.path("thinking").forEach(piece -> append(reasoning, piece));
            } else {
                append(text, part);
            }
        }
        delta.put("content", text.toString());
        if (!reasoning.isEmpty()) {
            delta.put("reasoning_content", reasoning.toString());
        }
    }

    private static void append(StringBuilder to, JsonNode part) {
        to.append(part.isTextual() ? part.asText() : part.path("text").asText(""));
    }
}
