package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a delta says, without the ways in which servers differ: Mistral's reasoning models stream
 * {@code content} as parts; OpenRouter, Groq, Together, LM Studio and vLLM call {@code
 * reasoning_content} {@code reasoning}.
 *
 * @param text added to the answer; empty mostly where there is reasoning
 * @param reasoning added to the thinking; empty mostly
 */
record PlainDelta(String text, String reasoning) {

    static PlainDelta of(JsonNode delta) {
        String standard = word(delta.path("reasoning_content"));
        String reasoning = standard.isEmpty() ? word(delta.path("reasoning")) : standard;
        JsonNode content = delta.path("content");
        return content.isArray()
                ? ofParts(content, reasoning)
                : new PlainDelta(word(content), reasoning);
    }

    private static PlainDelta ofParts(JsonNode parts, String besides) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        for (JsonNode part : parts) {
            if (part.path("type").asText().equals("thinking")) {
                part.path("thinking").forEach(piece -> append(reasoning, piece));
            } else {
                append(text, part);
            }
        }
        return new PlainDelta(
                text.toString(), reasoning.isEmpty() ? besides : reasoning.toString());
    }

    private static void append(StringBuilder to, JsonNode part) {
        to.append(part.isTextual() ? part.asText() : part.path("text").asText(""));
    }

    /** Empty for null and for what is no word. */
    private static String word(JsonNode node) {
        return node.asText("");
    }

    boolean isEmpty() {
        return text.isEmpty() && reasoning.isEmpty();
    }

    /**
     * The chunk in the form that LangChain4j 1.18 reads, with nothing else in it: its parser is
     * typed, and one field of another type than OpenAI's ({@code "logprobs": -0.5}, {@code
     * "created": "2026-11-22"}) fails the whole answer there. Null where nothing is said.
     */
    @Nullable String chunk() {
        if (isEmpty()) {
            return null;
        }
        ObjectNode chunk = JsonNodeFactory.instance.objectNode();
        ObjectNode delta = chunk.putArray("choices").addObject().put("index", 0).putObject("delta");
        if (!text.isEmpty()) {
            delta.put("content", text);
        }
        if (!reasoning.isEmpty()) {
            delta.put("reasoning_content", reasoning);
        }
        return chunk.toString();
    }

    /** Never the answer. */
    @Override
    public String toString() {
        return "PlainDelta";
    }
}
