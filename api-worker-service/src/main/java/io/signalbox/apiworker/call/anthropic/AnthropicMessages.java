package io.signalbox.apiworker.call.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.JsonText;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ContentPart;
import io.signalbox.contracts.job.ToolCall;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in Anthropic's form: the system's words stand apart, turns of user and assistant
 * follow each other, the results of tools begin a turn of the user's, and no text is of blanks
 * alone, for which Anthropic would refuse all of it (anomalyco/opencode#31259). Speakers' names
 * have no place.
 */
final class AnthropicMessages {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What an id of a tool call may not hold; other providers' ids do. */
    private static final Pattern NOT_OF_AN_ID = Pattern.compile("[^a-zA-Z0-9_-]");

    private AnthropicMessages() {}

    static boolean isSystem(ChatMessage message) {
        return message.role().equals("system") || message.role().equals("developer");
    }

    /** Whether anything of it is sent. */
    static boolean saysSomething(ChatMessage message) {
        return message.role().equals("tool")
                || !message.toolCalls().isEmpty()
                || message.content().stream()
                        .anyMatch(part -> part.imageUrl() != null || isText(part));
    }

    private static boolean isText(ContentPart part) {
        return part.text() != null && !part.text().isBlank();
    }

    /** A block for each text of the system's, wherever it stands. */
    static ArrayNode system(List<ChatMessage> messages) {
        ArrayNode blocks = JSON.arrayNode();
        messages.stream().filter(AnthropicMessages::isSystem).forEach(it -> addParts(blocks, it));
        return blocks;
    }

    /** All but the system's. */
    static ArrayNode turns(List<ChatMessage> messages) {
        ArrayNode turns = JSON.arrayNode();
        for (ChatMessage message : messages) {
            if (!isSystem(message)) {
                ArrayNode blocks = blocks(message);
                if (!blocks.isEmpty()) {
                    turn(turns, message.role().equals("assistant") ? "assistant" : "user")
                            .addAll(blocks);
                }
            }
        }
        return turns;
    }

    /** The content of the last turn where it is this speaker's, else of a new one. */
    private static ArrayNode turn(ArrayNode turns, String role) {
        JsonNode last = turns.path(turns.size() - 1);
        return last.path("role").asText().equals(role)
                ? (ArrayNode) last.path("content")
                : turns.addObject().put("role", role).putArray("content");
    }

    private static ArrayNode blocks(ChatMessage message) {
        ArrayNode blocks = JSON.arrayNode();
        if (message.role().equals("tool")) {
            blocks.add(toolResult(message));
            return blocks;
        }
        addParts(blocks, message);
        for (ToolCall call : message.toolCalls()) {
            blocks.addObject()
                    .put("type", "tool_use")
                    .put("id", id(call.id()))
                    .put("name", call.function().name())
                    .set("input", JsonText.arguments(call));
        }
        return blocks;
    }

    private static ObjectNode toolResult(ChatMessage message) {
        ObjectNode result =
                JSON.objectNode()
                        .put("type", "tool_result")
                        .put("tool_use_id", id(message.toolCallId()));
        ArrayNode content = JSON.arrayNode();
        addParts(content, message);
        if (!content.isEmpty()) {
            result.set("content", content);
        }
        return result;
    }

    private static void addParts(ArrayNode blocks, ChatMessage message) {
        for (ContentPart part : message.content()) {
            ContentPart.ImageUrl image = part.imageUrl();
            if (image != null) {
                blocks.addObject()
                        .put("type", "image")
                        .set("source", AnthropicImages.source(image.url()));
            } else if (isText(part)) {
                blocks.addObject().put("type", "text").put("text", part.text());
            }
        }
    }

    private static String id(@Nullable String given) {
        return given == null || given.isEmpty()
                ? "call"
                : NOT_OF_AN_ID.matcher(given).replaceAll("_");
    }
}
