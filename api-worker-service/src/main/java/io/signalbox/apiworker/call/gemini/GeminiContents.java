package io.signalbox.apiworker.call.gemini;

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
 * A conversation in Gemini's form: contents of parts by {@code user} and {@code model}, what system
 * and developer said apart from it, and the results of parallel calls together in one content.
 * Speakers' names have no place.
 */
final class GeminiContents {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What Google's documentation gives for calls that no Gemini signed. */
    private static final String UNSIGNED = "skip_thought_signature_validator";

    private final boolean signed;
    private final Map<String, String> toolNames = new HashMap<>();
    private final ArrayNode contents = JSON.arrayNode();

    /** Where further results of parallel calls go; null after another message. */
    private @Nullable ArrayNode toolResults;

    /**
     * @param signed whether the model refuses calls without a signature of its thoughts
     */
    private GeminiContents(boolean signed) {
        this.signed = signed;
    }

    /** Why Gemini cannot be given these messages, after the provider's name; empty where it can. */
    static Optional<String> obstacle(List<ChatMessage> messages) {
        Map<String, String> toolNames = new HashMap<>();
        for (ChatMessage message : messages) {
            for (ContentPart part : message.content()) {
                if (part.imageUrl() != null && !GeminiParts.isImage(part.imageUrl().url())) {
                    return Optional.of(
                            "takes an image as data:<mime>;base64,<bytes> or by an https: URL that"
                                    + " anybody can read, not as another URL");
                }
            }
            for (ToolCall call : message.toolCalls()) {
                if (JsonText.arguments(call) == null) {
                    return Optional.of(
                            "takes only a JSON object as arguments of a tool call, which those of"
                                    + " '%s' are not".formatted(call.function().name()));
                }
            }
            remember(message, toolNames);
            if (message.role().equals("tool") && toolName(message, toolNames) == null) {
                return Optional.of(
                        "takes a tool's result only after its call: no earlier message has a tool"
                                + " call with the id '%s'".formatted(message.toolCallId()));
            }
        }
        return Optional.empty();
    }

    /** For messages without an {@link #obstacle}; what system and developer said is left out. */
    static ArrayNode of(List<ChatMessage> messages, boolean signed) {
        GeminiContents contents = new GeminiContents(signed);
        messages.stream().filter(message -> !isInstruction(message)).forEach(contents::add);
        return contents.contents;
    }

    /** What system and developer said, in order; null where they said nothing. */
    static @Nullable ObjectNode instruction(List<ChatMessage> messages) {
        ObjectNode instruction = JSON.objectNode();
        ArrayNode parts = instruction.putArray("parts");
        for (ChatMessage message : messages) {
            if (isInstruction(message) && !message.text().isEmpty()) {
                parts.addObject().put("text", message.text());
            }
        }
        return parts.isEmpty() ? null : instruction;
    }

    private static boolean isInstruction(ChatMessage message) {
        return message.role().equals("system") || message.role().equals("developer");
    }

    private void add(ChatMessage message) {
        boolean toolResult = message.role().equals("tool");
        ArrayNode parts = JSON.arrayNode();
        if (toolResult) {
            String name = toolName(message, toolNames);
            parts.add(GeminiParts.toolResult(message, name == null ? "" : name));
            message.content().stream()
                    .filter(part -> part.imageUrl() != null)
                    .forEach(part -> parts.add(GeminiParts.of(part)));
        } else {
            message.content().stream()
                    .filter(part -> part.imageUrl() != null || !isEmptyText(part, message))
                    .forEach(part -> parts.add(GeminiParts.of(part)));
            for (int index = 0; index < message.toolCalls().size(); index++) {
                parts.add(toolCall(message.toolCalls().get(index), index == 0));
            }
            remember(message, toolNames);
        }
        if (toolResult && toolResults != null) {
            toolResults.addAll(parts);
            return;
        }
        if (!parts.isEmpty()) {
            String role = message.role().equals("assistant") ? "model" : "user";
            contents.addObject().put("role", role).set("parts", parts);
        }
        toolResults = toolResult ? parts : null;
    }

    /** Gemini refuses empty text; beside tool calls callers often write it. */
    private static boolean isEmptyText(ContentPart part, ChatMessage message) {
        return message.role().equals("assistant") && (part.text() == null || part.text().isEmpty());
    }

    /** Of parallel calls the first one is signed for all. */
    private ObjectNode toolCall(ToolCall call, boolean first) {
        ObjectNode part = GeminiParts.toolCall(call);
        if (signed && first) {
            part.put("thoughtSignature", UNSIGNED);
        }
        return part;
    }

    private static void remember(ChatMessage message, Map<String, String> toolNames) {
        for (ToolCall call : message.toolCalls()) {
            if (call.id() != null) {
                toolNames.put(call.id(), call.function().name());
            }
        }
    }

    private static @Nullable String toolName(ChatMessage result, Map<String, String> toolNames) {
        String id = result.toolCallId();
        String known = id == null ? null : toolNames.get(id);
        return known == null ? result.name() : known;
    }
}
