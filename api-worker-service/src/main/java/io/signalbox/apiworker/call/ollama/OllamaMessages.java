package io.signalbox.apiworker.call.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.JsonText;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ContentPart;
import io.signalbox.contracts.job.ToolCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in Ollama's form: text is a string, images are bare base64 beside it, a tool's
 * arguments are an object, and a tool's result names the tool. Speakers' names have no place.
 */
final class OllamaMessages {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String BASE64 = ";base64,";

    private OllamaMessages() {}

    /** Why Ollama cannot be given these messages, after the provider's name; empty where it can. */
    static Optional<String> obstacle(List<ChatMessage> messages) {
        for (ChatMessage message : messages) {
            for (ContentPart part : message.content()) {
                if (part.imageUrl() != null && base64(part.imageUrl().url()) == null) {
                    return Optional.of(
                            "takes an image only with its bytes: give it as"
                                    + " data:<mime>;base64,<bytes>, not as another URL");
                }
            }
            for (ToolCall call : message.toolCalls()) {
                if (JsonText.arguments(call) == null) {
                    return Optional.of(
                            "takes only a JSON object as arguments of a tool call, which those of"
                                    + " '%s' are not".formatted(call.function().name()));
                }
            }
        }
        return Optional.empty();
    }

    /** For messages without an {@link #obstacle}. */
    static ArrayNode of(List<ChatMessage> messages) {
        ArrayNode array = JSON.arrayNode(messages.size());
        Map<String, String> toolNames = new HashMap<>();
        for (ChatMessage message : messages) {
            array.add(message(message, toolNames));
        }
        return array;
    }

    /**
     * @param toolNames by the id of the call, of the messages so far
     */
    private static ObjectNode message(ChatMessage message, Map<String, String> toolNames) {
        ObjectNode json =
                JSON.objectNode().put("role", role(message.role())).put("content", message.text());
        for (ContentPart part : message.content()) {
            if (part.imageUrl() != null) {
                json.withArray("images").add(base64(part.imageUrl().url()));
            }
        }
        for (ToolCall call : message.toolCalls()) {
            ObjectNode function = json.withArray("tool_calls").addObject().putObject("function");
            function.put("name", call.function().name()).set("arguments", JsonText.arguments(call));
            if (call.id() != null) {
                toolNames.put(call.id(), call.function().name());
            }
        }
        if (message.toolCallId() != null) {
            json.put("tool_call_id", message.toolCallId());
            json.put("tool_name", toolNames.getOrDefault(message.toolCallId(), ""));
        }
        return json;
    }

    private static String role(String role) {
        return role.equals("developer") ? "system" : role;
    }

    /** The bytes of a data URL as they stand there; null where it is none or another encoding. */
    private static @Nullable String base64(String url) {
        int comma = url.indexOf(BASE64);
        return url.startsWith("data:") && comma > 0 ? url.substring(comma + BASE64.length()) : null;
    }
}
