package io.signalbox.apiworker.call.upstream;

import java.util.function.Function;

/**
 * One call, bound to the calling thread while LangChain4j runs: how {@link UpstreamHttp} learns
 * what LangChain4j's request cannot carry.
 *
 * @param body makes the request's body from LangChain4j's
 */
public record Exchange(Outbound outbound, Function<String, byte[]> body, EventTap tap) {

    private static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

    /** Runs a blocking LangChain4j call in which {@link #current} is this. */
    public void run(Runnable call) {
        ScopedValue.where(CURRENT, this).run(call);
    }

    StreamWatch watch() {
        return outbound.watch();
    }

    static Exchange current() {
        return CURRENT.orElseThrow(
                () -> new IllegalStateException("a model was called outside Exchange.run"));
    }
}
