package io.signalbox.testsupport.simulator;

import org.jspecify.annotations.Nullable;

/**
 * An error before it gets a wire format.
 *
 * @param status an HTTP status; in-band errors name it too where their format does
 * @param code the provider's short word, where it has one
 */
public record WireError(int status, String message, @Nullable String code) {

    static WireError of(int status) {
        return switch (status) {
            case 401 -> new WireError(status, "Incorrect API key provided.", "invalid_api_key");
            case 429 -> new WireError(status, "Rate limit reached.", "rate_limit_exceeded");
            case 503 -> new WireError(status, "The server is overloaded.", null);
            default -> new WireError(status, "Simulated error " + status + ".", null);
        };
    }
}
