package io.signalbox.apiworker.call.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Json;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error in any of the shapes that compatible servers use: {@code {"error":{...}}},
 * {@code {"error":"..."}}, a list of one, {@code {"message":...}}, {@code {"detail":...}}.
 *
 * @param message the provider's own words; empty where the body is no JSON
 * @param codes its code, type and kind of error, in lower case
 * @param number an HTTP status that the body names; null where it names none
 * @param searchable all of its words, in lower case
 * @param moderated whether it gives reasons of moderation (OpenRouter)
 * @param isError whether it is JSON that says error
 */
record ErrorBody(
        String message,
        Set<String> codes,
        @Nullable Integer number,
        String searchable,
        boolean moderated,
        boolean isError) {

    private static final ErrorBody NONE = new ErrorBody("", Set.of(), null, "", false, false);

    static ErrorBody of(String text) {
        try {
            JsonNode root = Json.mapper().readTree(text);
            JsonNode first = root != null && root.isArray() ? root.path(0) : root;
            return first == null || !first.isObject() ? NONE : read(first);
        } catch (JsonProcessingException e) {
            return new ErrorBody("", Set.of(), null, text.toLowerCase(Locale.ROOT), false, false);
        }
    }

    private static ErrorBody read(JsonNode root) {
        JsonNode error = root.path("error").isObject() ? root.path("error") : root;
        JsonNode metadata = error.path("metadata");
        Set<String> codes = new LinkedHashSet<>();
        for (JsonNode code :
                new JsonNode[] {
                    error.path("code"),
                    error.path("type"),
                    metadata.path("error_type"),
                    root.path("error_type"),
                    error.path("status")
                }) {
            if (code.isTextual() && !code.asText().isBlank()) {
                codes.add(code.asText().toLowerCase(Locale.ROOT));
            }
        }
        String message = message(root, error);
        String raw = metadata.path("raw").asText("");
        return new ErrorBody(
                message.equals("Provider returned error") && !raw.isEmpty() ? raw : message,
                codes,
                number(error),
                (message + " " + raw).toLowerCase(Locale.ROOT),
                !metadata.path("reasons").isEmpty(),
                !root.path("error").isMissingNode() && !root.path("error").isNull());
    }

    private static String message(JsonNode root, JsonNode error) {
        if (root.path("error").isTextual()) {
            return root.path("error").asText();
        }
        JsonNode message = error.path("message");
        if (message.isMissingNode()) {
            message = error.path("detail");
        }
        return message.isContainerNode() ? message.toString() : message.asText("");
    }

    private static @Nullable Integer number(JsonNode error) {
        for (String field : new String[] {"code", "status", "status_code"}) {
            int number = error.path(field).asInt(0);
            if (number >= 400 && number < 600) {
                return number;
            }
        }
        return null;
    }
}
