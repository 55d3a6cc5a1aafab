package io.signalbox.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
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

    public static ErrorBody of(ApiException e, String traceId) {
        return new ErrorBody(
                new Body(String.valueOf(e.getMessage()), e.type(), e.param(), e.code(), traceId));
    }
}
