package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
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
        StringJoiner conversation = new StringJoiner("\n");
        String question = "";
        for (JsonNode message : messages) {
            String text = text(message.path("content"));
            conversation.add(text);
            question = message.path("role").asText().equals("user") ? text : question;
        }
        String lastRole = messages.path(messages.size() - 1).path("role").asText();
        JsonNode limit = body.path("max_completion_tokens");
        JsonNode mostTokens = limit.isInt() ? limit : body.path("max_tokens");
        return new ChatCall(
                body.path("model").asText(),
                question,
                conversation.toString(),
                body.path("stream").asBoolean(),
                body.path("stream_options").path("include_usage").asBoolean(),
                !body.path("tools").isEmpty() && !lastRole.equals("tool"),
                mostTokens.asInt(Integer.MAX_VALUE));
    }

    private static String text(JsonNode content) {
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
