package io.signalbox.apiworker.call.upstream;

import org.jspecify.annotations.Nullable;

/** A dialect's look at its event stream before LangChain4j sees it. One thread at a time. */
public interface EventTap {

    /**
     * @param name the event's name; null where it has none
     * @return what LangChain4j shall see in place of {@code data}; null: nothing
     * @throws StreamFault if the event ends the call
     */
    @Nullable String onEvent(@Nullable String name, String data);

    /**
     * The stream has ended, cleanly or not.
     *
     * @return whether the answer is whole all the same
     */
    boolean isComplete();

    /** What is wrong with a stream that ended cleanly but is not complete. */
    StreamFault incomplete();
}
