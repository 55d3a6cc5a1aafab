package io.signalbox.gateway.http;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An answer other than success, as the caller will see it. The message is safe to show. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;
    private final @Nullable Duration retryAfter;
    private final boolean accepted;

    private ApiException(
            int status,
            String type,
            @Nullable String code,
            @Nullable String param,
            @Nullable Duration retryAfter,
            boolean accepted,
            String message) {
        super(cut(message), null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
        this.retryAfter = retryAfter;
        this.accepted = accepted;
    }

    /** What callers wrote is quoted in messages: not at any length. */
    private static String cut(String message) {
        return message.length() <= AttemptError.MAX_MESSAGE
                ? message
                : message.substring(0, AttemptError.MAX_MESSAGE) + "... (cut)";
    }

    /** 400, with the request's part that was wrong. */
    public static ApiException invalid(@Nullable String param, String message) {
        return new ApiException(
                400, "invalid_request_error", "invalid_request", param, null, false, message);
    }

    /** An error of the one list, before the job was accepted. */
    public static ApiException of(ErrorClass errorClass, @Nullable String param, String message) {
        return new ApiException(
                errorClass.httpStatus(),
                errorClass.openAiType(),
                errorClass.openAiCode(),
                param,
                null,
                false,
                message);
    }

    /** The end of a job that did not succeed: the suite has already retried. */
    public static ApiException ended(AttemptError error) {
        ErrorClass errorClass = error.errorClass();
        return new ApiException(
                errorClass.httpStatus(),
                errorClass.openAiType(),
                errorClass.openAiCode(),
                null,
                null,
                true,
                error.message());
    }

    public static ApiException notFound(String message) {
        return new ApiException(
                404, "invalid_request_error", "not_found", null, null, false, message);
    }

    /** 400: whether a record's job was run before is not known any more. */
    public static ApiException tooOld(Instant at, Duration retention) {
        return new ApiException(
                400,
                "invalid_request_error",
                "record_too_old",
                null,
                null,
                false,
                "the record is of %s; what was run is known for %d days (signalbox.gateway.store.retention), so that an older record cannot be told from one that was run: send the job again"
                        .formatted(at, retention.toDays()));
    }

    /** 409: the id or key names another job already. */
    public static ApiException conflict(String param, String message) {
        return new ApiException(
                409, "invalid_request_error", "idempotency_conflict", param, null, false, message);
    }

    public static ApiException forbidden(String message) {
        return new ApiException(403, "permission_error", "forbidden", null, null, false, message);
    }

    public static ApiException bodyTooLarge(String message) {
        return new ApiException(
                413, "invalid_request_error", "body_too_large", null, null, false, message);
    }

    public static ApiException tooMany(String message, Duration retryAfter) {
        return new ApiException(
                429, "rate_limit_error", "too_many_in_flight", null, retryAfter, false, message);
    }

    /** Something we need is away; nothing was accepted. */
    public static ApiException away(String code, String message, Duration retryAfter) {
        return new ApiException(503, "api_error", code, null, retryAfter, false, message);
    }

    /** 504: whoever was to answer did not in time. */
    public static ApiException unanswered(String message) {
        return new ApiException(504, "api_error", "no_answer", null, null, false, message);
    }

    /** This instance ends before the job does; the job was accepted and goes on. */
    public static ApiException stopping(String jobId) {
        return new ApiException(
                503,
                "api_error",
                "gateway_stopping",
                null,
                null,
                true,
                "this gateway is stopping; job %s goes on: GET /v1/jobs/%s has its answer when it has ended"
                        .formatted(jobId, jobId));
    }

    public int status() {
        return status;
    }

    public String type() {
        return type;
    }

    public @Nullable String code() {
        return code;
    }

    public @Nullable String param() {
        return param;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Whether the job had been accepted: then the caller should not send it again. */
    public boolean accepted() {
        return accepted;
    }
}
