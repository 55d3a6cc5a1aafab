package io.signalbox.apiworker.call.upstream;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the event stream and LangChain4j's listener and gives that listener exactly one
 * end: LangChain4j 1.18 itself takes a truncated stream for an answer, ignores in-band errors, and
 * completes after having failed.
 */
final class TappedListener implements ServerSentEventListener {

    private final Exchange exchange;
    private final ServerSentEventListener next;
    private @Nullable Throwable fault;

    TappedListener(Exchange exchange, ServerSentEventListener next) {
        this.exchange = exchange;
        this.next = next;
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
        if (fault != null || exchange.watch().stopped() != null) {
            return;
        }
        try {
            String data = exchange.tap().onEvent(event.event(), event.data());
            if (data != null) {
                ForgetfulEvent once = new ForgetfulEvent(data);
                next.onEvent(once, context);
                once.forget();
            }
        } catch (RuntimeException e) {
            fault = e;
            context.parsingHandle().cancel();
        }
    }

    @Override
    public void onError(Throwable throwable) {
        if (fault == null) {
            fault = throwable;
        }
    }

    /** The one end; called after the last event. */
    void end() {
        boolean ours = exchange.watch().stopped() == StreamWatch.Stop.ENDED;
        if (exchange.tap().isComplete() && !(fault instanceof StreamFault)) {
            next.onClose();
        } else if (fault == null || ours) {
            next.onError(exchange.tap().incomplete());
        } else {
            next.onError(fault);
        }
    }
}
