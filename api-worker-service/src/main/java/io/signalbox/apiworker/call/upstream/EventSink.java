package io.signalbox.apiworker.call.upstream;

import org.jspecify.annotations.Nullable;

/** Takes the events of a stream, in order, on the thread that reads it. */
@FunctionalInterface
public interface EventSink {

    /**
     * What this throws ends the reading.
     *
     * @param name null where the event has none
     * @param data its lines, joined by newlines; never empty
     */
    void onEvent(@Nullable String name, String data);
}
