package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ContentPart;
import io.signalbox.contracts.job.ToolCall;
import java.util.List;

/**
 * A conversation in the Chat Completions form, as its caller gave it but for what the server does
 * not take.
 */
final class MessagesJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ServerDifferences server;

    MessagesJson(ServerDifferences server) {
        this.server = server;
    }

    ArrayNode of(List<ChatMessage> messages) {
        ArrayNode array = JSON.arrayNode(messages.size());
        messages.forEach(message -> array.add(message(message)));
        return array;
    }

    private ObjectNode message(ChatMessage message) {
        ObjectNode json = JSON.objectNode().put("role", role(message.role()));
        setContent(json, message);
        if (message.name() != null && server.names()) {
            json.put("name", message.name());
        }
        if (!message.toolCalls().isEmpty()) {
            ArrayNode calls = json.putArray("tool_calls");
            message.toolCalls().forEach(call -> calls.add(toolCall(call)));
        }
        if (message.toolCallId() != null) {
            json.put("tool_call_id", server.toolIds().fit(message.toolCallId()));
        }
        return json;
    }

    /** One text is a plain string: not every server takes parts. */
    private static void setContent(ObjectNode json, ChatMessage message) {
        List<ContentPart> parts = message.content();
        if (parts.isEmpty()) {
            if (message.toolCalls().isEmpty()) {
                json.put("content", "");
            } else {
                json.putNull("content");
            }
        } else if (parts.size() == 1 && parts.getFirst().imageUrl() == null) {
            json.put("content", message.text());
        } else {
            ArrayNode array = json.putArray("content");
            parts.forEach(part -> array.add(part(part)));
        }
    }

    private static ObjectNode part(ContentPart part) {
        ObjectNode json = JSON.objectNode().put("type", part.type());
        if (part.text() != null) {
            json.put("text", part.text());
        }
        ContentPart.ImageUrl image = part.imageUrl();
        if (image != null) {
            ObjectNode url = json.putObject("image_url").put("url", image.url());
            if (image.detail() != null) {
                url.put("detail", image.detail());
            }
        }
        return json;
    }

    private String role(String role) {
        return role.equals("developer") && !server.developer() ? "system" : role;
    }

    private ObjectNode toolCall(ToolCall call) {
        ObjectNode json = JSON.objectNode();
        if (call.id() != null) {
            json.put("id", server.toolIds().fit(call.id()));
        }
        json.put("type", call.type());
        json.putObject("function")
                .put("name", call.function().name())
                .put("arguments", call.function().arguments());
        return json;
    }
}
