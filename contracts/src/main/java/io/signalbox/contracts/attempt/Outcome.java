package io.signalbox.contracts.attempt;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * How an attempt ended. What is caused by us (cancelled, expired, deferred) counts against no
 * candidate.
 */
public enum Outcome {
    SUCCEEDED,
    FAILED,
    CANCELLED,
    EXPIRED,
    /**
     * Given back before any call, because the candidate had no permit free. Counts neither as an
     * attempt of the job nor in the usage.
     */
    DEFERRED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Outcome parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
