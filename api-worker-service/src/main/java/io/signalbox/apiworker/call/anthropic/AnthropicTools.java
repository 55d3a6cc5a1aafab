package io.signalbox.apiworker.call.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ChatInput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tools and the choice among them in Anthropic's form. Its own tools go as the caller wrote them.
 */
final class AnthropicTools {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private AnthropicTools() {}

    static Optional<String> obstacle(ChatInput input) {
        for (JsonNode tool : input.tools()) {
            if (isFunction(tool) && !tool.path("function").path("name").isTextual()) {
                return Optional.of("needs a name for every tool of type function");
            }
        }
        return input.toolChoice() == null
                        || input.toolChoice().isNull()
                        || named(input.toolChoice()) != null
                ? Optional.empty()
                : Optional.of(
                        "takes as tool_choice only none, auto, required or a function's name");
    }

    /** Empty where there are none. */
    static ArrayNode definitions(ChatInput input) {
        ArrayNode tools = JSON.arrayNode();
        input.tools().forEach(tool -> tools.add(isFunction(tool) ? definition(tool) : tool));
        return tools;
    }

    private static boolean isFunction(JsonNode tool) {
        return tool.path("type").asText("function").equals("function");
    }

    private static ObjectNode definition(JsonNode tool) {
        JsonNode function = tool.path("function");
        ObjectNode json = JSON.objectNode().put("name", function.path("name").asText());
        if (function.path("description").isTextual()) {
            json.set("description", function.get("description"));
        }
        if (function.path("strict").asBoolean()) {
            json.put("strict", true);
        }
        if (function.path("parameters").isObject()) {
            json.set("input_schema", function.get("parameters"));
        } else {
            json.putObject("input_schema").put("type", "object").putObject("properties");
        }
        return json;
    }

    /** Null where it is left to Anthropic. */
    static @Nullable ObjectNode choice(ChatInput input) {
        JsonNode parallel = input.extra().get("parallel_tool_calls");
        boolean oneAtATime = parallel != null && parallel.isBoolean() && !parallel.asBoolean();
        ObjectNode choice = input.toolChoice() == null ? null : named(input.toolChoice());
        if (!oneAtATime) {
            return choice;
        }
        ObjectNode limited = choice == null ? JSON.objectNode().put("type", "auto") : choice;
        return limited.path("type").asText().equals("none")
                ? limited
                : limited.put("disable_parallel_tool_use", true);
    }

    /** Whether the model must call a tool, which it may not think before. */
    static boolean isForced(ChatInput input) {
        ObjectNode choice = choice(input);
        String type = choice == null ? "" : choice.path("type").asText();
        return type.equals("any") || type.equals("tool");
    }

    /** Null where it is in none of the known forms. */
    private static @Nullable ObjectNode named(JsonNode given) {
        JsonNode name = given.path("function").path("name");
        if (name.isTextual()) {
            return JSON.objectNode().put("type", "tool").put("name", name.asText());
        }
        return switch (given.asText()) {
            case "none", "auto" -> JSON.objectNode().put("type", given.asText());
            case "required" -> JSON.objectNode().put("type", "any");
            default -> null;
        };
    }
}
