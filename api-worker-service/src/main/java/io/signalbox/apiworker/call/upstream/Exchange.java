package io.signalbox.apiworker.call.upstream;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * One call, bound to the calling thread while LangChain4j runs: how {@link UpstreamHttp} learns
 * what LangChain4j's request cannot carry.
 *
 * @param headers set on the request, replacing LangChain4j's
 * @param body makes the request's body from LangChain4j's
 * @param http2 whether to offer HTTP/2
 */
public record Exchange(
        Map<String, String> headers,
        Function<String, byte[]> body,
        Duration connectTimeout,
        boolean http2,
        StreamWatch watch,
        EventTap tap) {

    private static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

    /** Runs a blocking LangChain4j call in which {@link #current} is this. */
    public void run(Runnable call) {
        ScopedValue.where(CURRENT, this).run(call);
    }

    static Exchange current() {
        return CURRENT.orElseThrow(
                () -> new IllegalStateException("a model was called outside Exchange.run"));
    }
}
