package io.signalbox.apiworker.call.upstream;

import dev.langchain4j.http.client.sse.CancellationUnsupportedHandle;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the event stream and LangChain4j's listener and gives that listener exactly one
 * end: LangChain4j 1.18 itself takes a truncated stream for an answer, ignores in-band errors,
 * completes after having failed, and reads no first event behind a byte order mark.
 */
final class TappedListener implements EventSink {

    private static final ServerSentEventContext CONTEXT =
            new ServerSentEventContext(new CancellationUnsupportedHandle());

    private final Exchange exchange;
    private final ServerSentEventListener next;

    TappedListener(Exchange exchange, ServerSentEventListener next) {
        this.exchange = exchange;
        this.next = next;
    }

    /** Returns at the stream's end, which it has told. */
    void hear(Reader body) {
        Throwable fault = null;
        try {
            EventStream.read(body, this);
        } catch (IOException | RuntimeException e) {
            fault = e;
        }
        end(fault);
    }

    @Override
    public void onEvent(@Nullable String name, String data) {
        if (exchange.watch().stopped() != null) {
            return;
        }
        String told = exchange.tap().onEvent(name, data);
        if (told != null) {
            ForgetfulEvent once = new ForgetfulEvent(told);
            next.onEvent(once, CONTEXT);
            once.forget();
        }
    }

    private void end(@Nullable Throwable fault) {
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
