package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Json;

/**
 * Reads a request to {@code /api/chat}; as strict as Ollama about what is a string and what not.
 */
final class OllamaRequest {

    private OllamaRequest() {}

    static ChatCall read(JsonNode body) {
        if (!body.path("model").isTextual()) {
            throw new IllegalArgumentException("model is required");
        }
        body.path("messages").forEach(OllamaRequest::check);
        Dialogue dialogue = OpenAiRequest.dialogue(body.path("messages"));
        return new ChatCall(
                body.path("model").asText(),
                dialogue.question(),
                dialogue.conversation(),
                body.path("stream").asBoolean(true),
                true,
                OpenAiRequest.toolNames(body),
                dialogue.toolRounds(),
                body.path("options").path("num_predict").asInt(Integer.MAX_VALUE));
    }

    private static void check(JsonNode message) {
        if (message.has("content") && !message.get("content").isTextual()) {
            throw new IllegalArgumentException(
                    "json: cannot unmarshal into Go struct field ChatRequest.messages.content of"
                            + " type string");
        }
        for (JsonNode call : message.path("tool_calls")) {
            if (!call.path("function").path("arguments").isObject()) {
                throw new IllegalArgumentException(
                        "json: cannot unmarshal into Go struct field"
                                + " ChatRequest.messages.tool_calls.function.arguments");
            }
        }
    }

    static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a script's tool call needs JSON arguments", e);
        }
    }
}
