package io.signalbox.apiworker.call.failure;

import io.signalbox.contracts.attempt.ErrorClass;

/** The class of a failure of which nothing but the HTTP status is known. */
public final class StatusClass {

    private StatusClass() {}

    public static ErrorClass of(int status) {
        return switch (status) {
            case 401, 403 -> ErrorClass.PROVIDER_AUTHENTICATION;
            case 402 -> ErrorClass.QUOTA_EXHAUSTED;
            case 404 -> ErrorClass.MODEL_NOT_FOUND;
            case 408, 504, 524 -> ErrorClass.TIMEOUT;
            case 410 -> ErrorClass.UNAVAILABLE;
            case 413 -> ErrorClass.CONTEXT_TOO_LONG;
            case 429 -> ErrorClass.RATE_LIMITED;
            case 498, 503, 529 -> ErrorClass.OVERLOADED;
            default ->
                    status >= 400 && status < 500
                            ? ErrorClass.INVALID_REQUEST
                            : ErrorClass.UNAVAILABLE;
        };
    }
}
