package io.signalbox.apiworker.call.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.catalog.Model;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/chat}. Of a caller's further parameters only Ollama's own go along.
 * Source: facts/providers.md B.6.
 */
final class OllamaRequestBody {

    /** Further parameters that are Ollama's, beside the messages. */
    private static final Set<String> TOP = Set.of("keep_alive", "shift", "truncate");

    /**
     * Further parameters that are Ollama's options, also named as a Chat Completions caller does.
     */
    private static final Set<String> OPTIONS =
            Set.of(
                    "frequency_penalty",
                    "min_p",
                    "num_ctx",
                    "num_keep",
                    "presence_penalty",
                    "repeat_last_n",
                    "repeat_penalty",
                    "top_k",
                    "typical_p");

    /** Further parameters that go along in another place. */
    private static final Set<String> ELSEWHERE = Set.of("max_tokens", "options");

    private final CallRequest request;
    private final ChatInput input;
    private final LeftOut leftOut;

    private OllamaRequestBody(CallRequest request, LeftOut leftOut) {
        this.request = request;
        this.leftOut = leftOut;
        this.input = request.input();
    }

    /**
     * @param leftOut told of what is not sent
     */
    static byte[] of(CallRequest request, LeftOut leftOut) {
        return Json.bytes(new OllamaRequestBody(request, leftOut).body());
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", request.modelId()).put("stream", true);
        body.set("messages", OllamaMessages.of(input.messages()));
        // Otherwise Ollama forgets the oldest messages without a word where the context is short.
        body.put("truncate", false);
        input.extra()
                .forEach((name, value) -> {
                    if (TOP.contains(name)) {
                        body.set(name, value);
                    } else if (!OPTIONS.contains(name) && !ELSEWHERE.contains(name)) {
                        leftOut.add(name, "Ollama does not know it");
                    }
                });
        ArrayNode tools = tools();
        if (!tools.isEmpty()) {
            body.set("tools", tools);
        }
        set(body, "format", format());
        set(body, "think", think());
        ObjectNode options = options();
        if (!options.isEmpty()) {
            body.set("options", options);
        }
        return body;
    }

    /** Ollama has no tool_choice: what may not be called is not offered. */
    private ArrayNode tools() {
        ArrayNode tools = JsonNodeFactory.instance.arrayNode();
        JsonNode choice = input.toolChoice();
        if (choice != null && choice.asText().equals("none")) {
            return tools;
        }
        if (choice != null && choice.asText().equals("required")) {
            leftOut.add("tool_choice", "Ollama cannot be made to call a tool");
        }
        String only = choice == null ? "" : choice.path("function").path("name").asText();
        for (JsonNode tool : input.tools()) {
            if (only.isEmpty() || tool.path("function").path("name").asText().equals(only)) {
                tools.add(tool);
            }
        }
        return tools;
    }

    private @Nullable JsonNode format() {
        JsonNode wanted = input.responseFormat();
        if (wanted == null) {
            return null;
        }
        return switch (wanted.path("type").asText()) {
            case "json_object" -> JsonNodeFactory.instance.textNode("json");
            case "json_schema" -> wanted.path("json_schema").path("schema");
            default -> null;
        };
    }

    /** Ollama refuses {@code think} for a model that cannot. */
    private @Nullable JsonNode think() {
        String effort = input.reasoningEffort();
        Model model = request.model();
        if (effort == null) {
            return null;
        }
        if (model != null && !model.mayHave("reasoning")) {
            leftOut.add("reasoning_effort", "the model does not reason");
            return null;
        }
        return switch (effort.toLowerCase(Locale.ROOT)) {
            case "none" -> JsonNodeFactory.instance.booleanNode(false);
            case "minimal", "low" -> JsonNodeFactory.instance.textNode("low");
            case "medium" -> JsonNodeFactory.instance.textNode("medium");
            default -> JsonNodeFactory.instance.textNode("high");
        };
    }

    private ObjectNode options() {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        if (input.extra().get("options") instanceof ObjectNode given) {
            options.setAll(given);
        }
        input.extra()
                .forEach((name, value) -> {
                    if (OPTIONS.contains(name)) {
                        options.set(name, value);
                    }
                });
        Model model = request.model();
        if (input.temperature() != null) {
            if (model == null || model.acceptsTemperature()) {
                options.put("temperature", input.temperature());
            } else {
                leftOut.add("temperature", "the model refuses it");
            }
        }
        if (input.topP() != null) {
            options.put("top_p", input.topP());
        }
        if (input.seed() != null) {
            options.put("seed", input.seed());
        }
        if (!input.stop().isEmpty()) {
            input.stop().forEach(options.putArray("stop")::add);
        }
        set(options, "num_predict", input.extra().get("max_tokens"));
        if (input.maxCompletionTokens() != null) {
            options.put("num_predict", input.maxCompletionTokens());
        }
        return options;
    }

    private static void set(ObjectNode body, String name, @Nullable JsonNode value) {
        if (value != null && !value.isNull() && !value.isMissingNode()) {
            body.set(name, value);
        }
    }
}
