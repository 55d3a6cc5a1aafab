package io.signalbox.apiworker.call.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.signalbox.apiworker.call.limits.GoogleQuotas;
import io.signalbox.apiworker.call.limits.RateLimits;
import io.signalbox.contracts.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
 * @param quotas which quotas it names as exceeded (Gemini); empty where none
 * @param error the object that describes the error; a missing node where there is none
 */
record ErrorBody(
        String message,
        Set<String> codes,
        @Nullable Integer number,
        String searchable,
        boolean moderated,
        boolean isError,
        List<Quota> quotas,
        JsonNode error) {

    /**
     * A quota that is exceeded.
     *
     * @param id in lower case; tells the period: {@code ...perminute...}, {@code ...perday...}
     * @param limit its size; empty where the body does not say
     */
    record Quota(String id, String limit) {}

    /** What comes after it in a message is what was sent. */
    private static final Pattern ECHO =
            Pattern.compile("[,{(]?\\s*['\"](?:input|messages|prompt|contents)\\\\?['\"]\\s*:");

    private static final ErrorBody NONE =
            new ErrorBody(
                    "", Set.of(), null, "", false, false, List.of(), MissingNode.getInstance());

    static ErrorBody of(String text) {
        try {
            JsonNode root = Json.mapper().readTree(text);
            JsonNode first = root != null && root.isArray() ? root.path(0) : root;
            return first == null || !first.isObject() ? NONE : read(first);
        } catch (JsonProcessingException e) {
            return new ErrorBody(
                    "",
                    Set.of(),
                    null,
                    text.toLowerCase(Locale.ROOT),
                    false,
                    false,
                    List.of(),
                    MissingNode.getInstance());
        }
    }

    private static ErrorBody read(JsonNode root) {
        JsonNode error = root.path("error").isObject() ? root.path("error") : root;
        JsonNode metadata = error.path("metadata");
        Set<String> codes = new LinkedHashSet<>();
        for (JsonNode code :
                new JsonNode[] {
                    // Anthropic's name of the cause; its type is only a category.
                    error.path("details").path("error_code"),
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
        for (JsonNode detail : error.path("details")) {
            if (detail.path("reason").isTextual()) {
                codes.add(detail.get("reason").asText().toLowerCase(Locale.ROOT));
            }
        }
        String message = message(root, error);
        String raw = withoutInput(metadata.path("raw").asText(""));
        return new ErrorBody(
                message.equals("Provider returned error") && !raw.isEmpty() ? raw : message,
                codes,
                number(error),
                (message + " " + raw + retryDelay(error)).toLowerCase(Locale.ROOT),
                !metadata.path("reasons").isEmpty(),
                !root.path("error").isMissingNode() && !root.path("error").isNull(),
                quotas(error),
                error);
    }

    /** What it tells of limits: Gemini's quotas, and the headers that OpenRouter repeats in it. */
    RateLimits limits(Instant now) {
        Map<String, List<String>> headers = new HashMap<>();
        error.path("metadata")
                .path("headers")
                .properties()
                .forEach(header ->
                        headers.put(header.getKey(), List.of(header.getValue().asText(""))));
        return GoogleQuotas.of(error, now).and(RateLimits.of(headers, now));
    }

    private static List<Quota> quotas(JsonNode error) {
        List<Quota> quotas = new ArrayList<>();
        for (JsonNode detail : error.path("details")) {
            for (JsonNode violation : detail.path("violations")) {
                String id = violation.path("quotaId").asText("");
                if (!id.isEmpty()) {
                    quotas.add(
                            new Quota(
                                    id.toLowerCase(Locale.ROOT),
                                    violation.path("quotaValue").asText("")));
                }
            }
        }
        return List.copyOf(quotas);
    }

    /** What Gemini says beside its message, in the words that others use in theirs. */
    private static String retryDelay(JsonNode error) {
        return GoogleQuotas.delay(error)
                .map(delay -> " retry in " + delay.toMillis() + "ms")
                .orElse("");
    }

    private static String message(JsonNode root, JsonNode error) {
        if (root.path("error").isTextual()) {
            return withoutInput(root.path("error").asText());
        }
        JsonNode message = error.path("message");
        if (message.isMissingNode()) {
            message = error.path("detail");
        }
        return message.isContainerNode() ? complaints(message) : withoutInput(message.asText(""));
    }

    /**
     * Of a list of complaints what is wrong and where; never the rest, which may hold the prompt.
     */
    private static String complaints(JsonNode list) {
        List<String> complaints = new ArrayList<>();
        for (JsonNode complaint : list.isArray() ? list : list.path("detail")) {
            String what = complaint.path("msg").asText("");
            List<String> where = new ArrayList<>();
            complaint.path("loc").forEach(step -> where.add(step.asText("")));
            if (!what.isEmpty()) {
                complaints.add(where.isEmpty() ? what : String.join(".", where) + ": " + what);
            }
        }
        return withoutInput(String.join("; ", complaints));
    }

    /** Some servers put what they were sent into their message. */
    private static String withoutInput(String message) {
        return ECHO.split(message, 2)[0].strip();
    }

    private static @Nullable Integer number(JsonNode error) {
        for (String field : new String[] {"code", "status", "status_code", "raw_status_code"}) {
            int number = error.path(field).asInt(0);
            if (number >= 400 && number < 600) {
                return number;
            }
        }
        return null;
    }
}
