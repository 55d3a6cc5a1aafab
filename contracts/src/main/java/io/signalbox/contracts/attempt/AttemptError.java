package io.signalbox.contracts.attempt;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.signalbox.contracts.wire.Required;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt or a job failed, in words a caller may see: never a key, a prompt or a stack
 * trace.
 *
 * @param errorClass one of the one list; {@code class} in JSON
 * @param message one or two sentences, at most {@value #MAX_MESSAGE} characters
 * @param status the upstream's HTTP status, where there was one
 */
public record AttemptError(
        @JsonProperty("class") ErrorClass errorClass, String message, @Nullable Integer status) {

    /** Longer messages are cut. */
    public static final int MAX_MESSAGE = 2_000;

    public AttemptError {
        Required.field("class", errorClass);
        Required.field("message", message);
        if (message.length() > MAX_MESSAGE) {
            message = message.substring(0, MAX_MESSAGE - 1) + "…";
        }
    }

    public static AttemptError of(ErrorClass errorClass, String message) {
        return new AttemptError(errorClass, message, null);
    }
}
