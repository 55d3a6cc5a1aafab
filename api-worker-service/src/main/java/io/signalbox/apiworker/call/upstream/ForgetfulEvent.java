package io.signalbox.apiworker.call.upstream;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import org.jspecify.annotations.Nullable;

/** An event that lets go of its text: LangChain4j keeps every event until the stream's end. */
final class ForgetfulEvent extends ServerSentEvent {

    private @Nullable String text;

    ForgetfulEvent(String text) {
        super("", "");
        this.text = text;
    }

    @Override
    public String data() {
        return text == null ? "" : text;
    }

    void forget() {
        text = null;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
