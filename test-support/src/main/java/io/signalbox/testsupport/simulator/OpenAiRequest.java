package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Reads a Chat Completions request. */
final class OpenAiRequest {

    private OpenAiRequest() {}

    static ChatCall read(JsonNode body) {
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw new IllegalArgumentException("'messages' is missing or empty");
        }
        if (!body.path("model").isTextual()) {
            throw new IllegalArgumentException("'model' is missing");
        }
        Dialogue dialogue = dialogue(messages);
        JsonNode limit = body.path("max_completion_tokens");
        JsonNode mostTokens = limit.isInt() ? limit : body.path("max_tokens");
        return new ChatCall(
                body.path("model").asText(),
                dialogue.question(),
                dialogue.conversation(),
                body.path("stream").asBoolean(),
                body.path("stream_options").path("include_usage").asBoolean(),
                toolNames(body),
                dialogue.toolRounds(),
                mostTokens.asInt(Integer.MAX_VALUE));
    }

    /** Of messages with a role and content, as OpenAI and Ollama have them. */
    static Dialogue dialogue(JsonNode messages) {
        Dialogue dialogue = new Dialogue();
        for (JsonNode message : messages) {
            String text = text(message.path("content"));
            switch (message.path("role").asText()) {
                case "user" -> dialogue.asked(text);
                case "tool" -> dialogue.result(text);
                default -> dialogue.said(text);
            }
        }
        return dialogue;
    }

    /** Those of functions; none where the request forbids calls. */
    static List<String> toolNames(JsonNode body) {
        List<String> names = new ArrayList<>();
        if (!body.path("tool_choice").asText().equals("none")) {
            body.path("tools").forEach(tool -> names.add(tool.at("/function/name").asText()));
        }
        return names;
    }

    static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringJoiner parts = new StringJoiner("\n");
        for (JsonNode part : content) {
            if (part.path("text").isTextual()) {
                parts.add(part.path("text").asText());
            }
        }
        return parts.toString();
    }
}
