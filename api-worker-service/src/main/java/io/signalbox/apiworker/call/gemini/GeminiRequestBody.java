package io.signalbox.apiworker.call.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import java.util.Set;

/**
 * The body of {@code streamGenerateContent}. Of a caller's further parameters only Gemini's own go
 * along, and those that mean the same. Source: ai.google.dev/api/generate-content.
 */
final class GeminiRequestBody {

    /** Further parameters that are Gemini's, beside the contents. */
    private static final Set<String> TOP = Set.of("safetySettings", "cachedContent", "serviceTier");

    /** Those that are taken in another place, or that are ours to keep. */
    private static final Set<String> ELSEWHERE = Set.of("generationConfig", "n", "stream_options");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private GeminiRequestBody() {}

    /**
     * @param leftOut gets what the model is not told
     */
    static byte[] of(CallRequest request, LeftOut leftOut) {
        ChatInput input = request.input();
        ObjectNode body = JSON.objectNode();
        ObjectNode instruction = GeminiContents.instruction(input.messages());
        if (instruction != null) {
            body.set("systemInstruction", instruction);
        }
        body.set(
                "contents",
                GeminiContents.of(
                        input.messages(), GeminiFamily.of(request.modelId()).needsSignatures()));
        if (!input.tools().isEmpty()) {
            setTools(body, input);
        }
        input.extra()
                .forEach((name, value) -> {
                    if (TOP.contains(name)) {
                        body.set(name, value);
                    } else if (!ELSEWHERE.contains(name) && !GenerationConfig.takes(name)) {
                        leftOut.add(name, "Gemini has no such parameter");
                    }
                });
        ObjectNode config = GenerationConfig.of(request, leftOut);
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
        return Json.bytes(body);
    }

    /**
     * Schemas go as they are: since November 2025 Gemini takes JSON Schema, and passes over
     * keywords that it does not know.
     */
    private static void setTools(ObjectNode body, ChatInput input) {
        ArrayNode declarations =
                body.putArray("tools").addObject().putArray("functionDeclarations");
        for (JsonNode tool : input.tools()) {
            JsonNode function = tool.path("function");
            ObjectNode declaration =
                    declarations.addObject().put("name", function.path("name").asText());
            if (function.path("description").isTextual()) {
                declaration.set("description", function.get("description"));
            }
            if (function.path("parameters").isObject()) {
                declaration.set("parametersJsonSchema", function.get("parameters"));
            }
        }
        JsonNode choice = input.toolChoice();
        if (choice != null && !choice.isNull()) {
            setChoice(body, choice);
        }
    }

    private static void setChoice(ObjectNode body, JsonNode choice) {
        ObjectNode config = body.putObject("toolConfig").putObject("functionCallingConfig");
        String only = choice.path("function").path("name").asText("");
        if (!only.isEmpty()) {
            config.put("mode", "ANY").putArray("allowedFunctionNames").add(only);
            return;
        }
        config.put(
                "mode",
                switch (choice.asText("auto")) {
                    case "none" -> "NONE";
                    case "required" -> "ANY";
                    default -> "AUTO";
                });
    }
}
