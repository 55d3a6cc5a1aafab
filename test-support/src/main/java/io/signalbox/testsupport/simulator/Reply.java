package io.signalbox.testsupport.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes back over one connection.
 *
 * @param silent true: not even headers
 * @param latencyMs from the request to the headers, in milliseconds
 * @param end what happens after the last frame
 */
record Reply(
        boolean silent,
        long latencyMs,
        int status,
        Map<String, String> headers,
        List<Frame> frames,
        End end) {

    /** What happens after the last frame. */
    enum End {
        FINISH,
        HANG,
        CUT
    }

    static final String CONTENT_TYPE = "Content-Type";
    static final String JSON = "application/json";

    /** A whole body at once. */
    static Reply of(int status, String contentType, String body) {
        return new Reply(
                false,
                0,
                status,
                Map.of(CONTENT_TYPE, contentType),
                body.isEmpty() ? List.of() : List.of(Frame.content(body)),
                End.FINISH);
    }

    static Reply error(WireDialect dialect, WireError error) {
        return of(error.status(), JSON, dialect.error(error));
    }

    Reply after(long newLatencyMs) {
        return new Reply(silent, newLatencyMs, status, headers, frames, end);
    }

    Reply with(List<Frame> newFrames, End newEnd) {
        return new Reply(silent, latencyMs, status, headers, newFrames, newEnd);
    }

    Reply silenced() {
        return new Reply(true, latencyMs, status, headers, List.of(), End.HANG);
    }

    /** With these headers where it has none of the name yet. */
    Reply under(Map<String, String> usual) {
        Map<String, String> all = new HashMap<>(usual);
        all.putAll(headers);
        return new Reply(silent, latencyMs, status, Map.copyOf(all), frames, end);
    }

    Reply with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Reply(silent, latencyMs, status, Map.copyOf(all), frames, end);
    }
}
