package io.signalbox.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAI error body, with a trace id.
 *
 * @param error the one field
 */
public record ErrorBody(Body error) {

    /**
     * @param param which part of the request was wrong
     * @param traceId names this answer in the logs
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Body(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code,
            String traceId) {}

    /**
     * Another service's error body with a trace id; what has no such form is not shown.
     *
     * @param status of its answer
     */
    public static byte[] traced(byte[] body, int status, String service, String traceId) {
        try {
            JsonNode root = Json.mapper().readTree(body);
            if (root.path("error") instanceof ObjectNode error && error.hasNonNull("message")) {
                if (!error.hasNonNull("trace_id")) {
                    error.put("trace_id", traceId);
                }
                return Json.bytes(root);
            }
        } catch (IOException e) {
            // Not JSON: answered in our own words.
        }
        String message = "the %s service answered %d".formatted(service, status);
        return Json.bytes(
                new ErrorBody(new Body(message, "api_error", null, service + "_refused", traceId)));
    }

    public static ErrorBody of(ApiException e, String traceId) {
        return new ErrorBody(
                new Body(String.valueOf(e.getMessage()), e.type(), e.param(), e.code(), traceId));
    }
}
