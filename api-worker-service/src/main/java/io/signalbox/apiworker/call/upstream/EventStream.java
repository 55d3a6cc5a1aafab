package io.signalbox.apiworker.call.upstream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events as the WHATWG has them: lines end in CR, LF or both, an event in a blank
 * line; comments and fields other than {@code event} and {@code data} are passed over. Unlike a
 * browser it also takes an event that the stream's end cut off from its blank line: whether that is
 * whole, its data tell.
 */
final class EventStream {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final EventSink sink;
    private final StringBuilder data = new StringBuilder();
    private @Nullable String name;

    private EventStream(EventSink sink) {
        this.sink = sink;
    }

    /** Returns at the stream's end. */
    static void read(Reader body, EventSink sink) throws IOException {
        EventStream events = new EventStream(sink);
        BufferedReader lines = new BufferedReader(body);
        String line = lines.readLine();
        if (line != null && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK) {
            line = line.substring(1);
        }
        for (; line != null; line = lines.readLine()) {
            events.take(line);
        }
        events.dispatch();
    }

    private void take(String line) {
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        int colon = line.indexOf(':');
        switch (colon < 0 ? line : line.substring(0, colon)) {
            case "data" -> data.append(value(line, colon)).append('\n');
            case "event" -> name = value(line, colon);
            default -> {
                // A comment, an id, a delay before reconnecting, or what nobody knows.
            }
        }
    }

    /** One blank after the colon belongs to the frame. */
    private static String value(String line, int colon) {
        if (colon < 0) {
            return "";
        }
        boolean padded = line.startsWith(" ", colon + 1);
        return line.substring(colon + (padded ? 2 : 1));
    }

    private void dispatch() {
        String event = name;
        int length = data.length() - 1;
        String text = length > 0 ? data.substring(0, length) : "";
        name = null;
        data.setLength(0);
        if (!text.isEmpty()) {
            sink.onEvent(event == null || event.isEmpty() ? null : event, text);
        }
    }
}
