package io.signalbox.testsupport.simulator;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came.
 *
 * @param number 1 for a provider's first
 * @param headers names in lower case; of several values the first
 * @param attempt the value of {@value #ATTEMPT_HEADER}, where it was sent
 */
public record RecordedRequest(
        long number,
        Instant at,
        String path,
        Map<String, String> headers,
        String body,
        @Nullable String attempt) {

    /** Which attempt of which job a call belongs to: {@code <jobId>/<number>}. */
    public static final String ATTEMPT_HEADER = "x-signalbox-attempt";

    /** Never the prompt nor a key. */
    @Override
    public String toString() {
        return "RecordedRequest[" + number + ", " + path + ", attempt=" + attempt + "]";
    }
}
