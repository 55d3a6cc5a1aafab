package io.signalbox.gateway.http;

import io.signalbox.contracts.wire.Json;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns whatever went wrong into an OpenAI error body. Never a stack trace. */
public final class Errors {

    private static final Logger LOG = Logger.getLogger(Errors.class);

    @ServerExceptionMapper
    public Response expected(ApiException e, HttpHeaders headers) {
        return answer(e, TraceId.from(headers.getHeaderString("traceparent")));
    }

    /** What the framework refuses by itself: unknown paths, wrong methods and media types. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException e, HttpHeaders headers) {
        int status = e.getResponse().getStatus();
        String traceId = TraceId.from(headers.getHeaderString("traceparent"));
        String message =
                switch (status) {
                    case 404 -> "no such path; docs/http-api.md lists the API";
                    case 405 -> "this path does not take this method";
                    case 406, 415 -> "bodies and answers here are application/json";
                    default -> "HTTP %d".formatted(status);
                };
        return body(
                status,
                new ErrorBody(
                        new ErrorBody.Body(message, "invalid_request_error", null, null, traceId)),
                null,
                false);
    }

    @ServerExceptionMapper
    public Response unexpected(RuntimeException e, HttpHeaders headers) {
        String traceId = TraceId.from(headers.getHeaderString("traceparent"));
        LOG.errorf(e, "request failed, traceId=%s", traceId);
        return body(
                500,
                new ErrorBody(
                        new ErrorBody.Body(
                                "internal error; the logs tell more under this trace id",
                                "api_error",
                                null,
                                "internal",
                                traceId)),
                null,
                false);
    }

    /** The answer for an expected failure. */
    public static Response answer(ApiException e, String traceId) {
        return body(e.status(), ErrorBody.of(e, traceId), e.retryAfter(), e.accepted());
    }

    private static Response body(
            int status, ErrorBody body, @Nullable Duration retryAfter, boolean accepted) {
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON).entity(Json.bytes(body));
        if (retryAfter != null) {
            response.header("Retry-After", Math.max(1, retryAfter.toSeconds()));
        }
        if (accepted) {
            response.header("x-should-retry", "false");
        }
        return response.build();
    }
}
