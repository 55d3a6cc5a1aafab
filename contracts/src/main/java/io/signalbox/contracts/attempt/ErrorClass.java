package io.signalbox.contracts.attempt;

import java.util.Locale;

/**
 * The one list of public error classes, with the HTTP status where a caller waits and the OpenAI
 * {@code type} and {@code code} of its body. Whatever has no class here is INTERNAL.
 */
public enum ErrorClass {
    INVALID_REQUEST(400, "invalid_request_error", "invalid_request"),
    AUTHENTICATION(401, "authentication_error", "invalid_api_key"),
    BUDGET_EXCEEDED(402, "insufficient_quota", "budget_exceeded"),
    MODEL_NOT_FOUND(404, "invalid_request_error", "model_not_found"),
    CONTEXT_TOO_LONG(400, "invalid_request_error", "context_length_exceeded"),
    CONTENT_FILTERED(400, "invalid_request_error", "content_filter"),
    NO_CANDIDATE(503, "api_error", "no_candidate"),
    EXPIRED(504, "api_error", "deadline_exceeded"),
    TRUNCATED(502, "api_error", "truncated"),
    CANCELLED(499, "api_error", "cancelled"),
    AGENT_FAILED(502, "api_error", "agent_failed"),
    INTERNAL(502, "api_error", "internal"),
    PROVIDER_AUTHENTICATION(502, "api_error", "provider_authentication"),
    RATE_LIMITED(502, "api_error", "rate_limited"),
    QUOTA_EXHAUSTED(502, "api_error", "quota_exhausted"),
    OVERLOADED(502, "api_error", "overloaded"),
    UNAVAILABLE(502, "api_error", "unavailable"),
    TIMEOUT(502, "api_error", "timeout");

    private final int httpStatus;
    private final String openAiType;
    private final String openAiCode;

    ErrorClass(int httpStatus, String openAiType, String openAiCode) {
        this.httpStatus = httpStatus;
        this.openAiType = openAiType;
        this.openAiCode = openAiCode;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public String openAiType() {
        return openAiType;
    }

    public String openAiCode() {
        return openAiCode;
    }

    /**
     * Whether a call that was right was not served, and neither the caller nor a key or a limit was
     * the cause: what health and availability count as failures.
     */
    public boolean isOutage() {
        return switch (this) {
            case OVERLOADED, UNAVAILABLE, TIMEOUT -> true;
            case INVALID_REQUEST,
                    AUTHENTICATION,
                    BUDGET_EXCEEDED,
                    MODEL_NOT_FOUND,
                    CONTEXT_TOO_LONG,
                    CONTENT_FILTERED,
                    NO_CANDIDATE,
                    EXPIRED,
                    TRUNCATED,
                    CANCELLED,
                    AGENT_FAILED,
                    INTERNAL,
                    PROVIDER_AUTHENTICATION,
                    RATE_LIMITED,
                    QUOTA_EXHAUSTED ->
                    false;
        };
    }

    /** For metric tags: lower case. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
