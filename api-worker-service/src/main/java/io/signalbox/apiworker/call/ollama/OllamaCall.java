package io.signalbox.apiworker.call.ollama;

import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.Dialogue;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.apiworker.call.upstream.Deltas;
import io.signalbox.apiworker.call.upstream.Outbound;
import io.signalbox.apiworker.call.upstream.StreamFault;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.contracts.attempt.Usage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One {@code POST /api/chat}. */
final class OllamaCall implements Dialogue {

    private final CallRequest request;
    private final UpstreamHttp http;
    private final StreamWatch watch;
    private final OllamaStream stream;
    private final LeftOut leftOut = new LeftOut();

    OllamaCall(CallRequest request, UpstreamHttp http, StreamWatch watch, Deltas deltas) {
        this.request = request;
        this.http = http;
        this.watch = watch;
        this.stream = new OllamaStream(watch, deltas, request.attemptId());
    }

    @Override
    public End talk() {
        Throwable fault = send();
        boolean broken = fault instanceof StreamFault;
        if (stream.isComplete() && !broken) {
            return new End.Answered(stream.answer());
        }
        // A connection that we closed after the end says nothing.
        boolean ours = watch.stopped() == StreamWatch.Stop.ENDED;
        return new End.Broken(fault == null || ours ? stream.incomplete() : fault);
    }

    private @Nullable Throwable send() {
        byte[] body = OllamaRequestBody.of(request, leftOut);
        leftOut.note(request);
        try {
            http.lines(
                    Outbound.of(request, new OllamaModelList().headers(request.key()), watch),
                    OllamaDialectClient.address(request.provider().baseUrl(), "/chat").toString(),
                    body,
                    stream::onLine);
            return null;
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    @Override
    public @Nullable Reported reported() {
        Usage usage = OllamaUsage.of(stream.last(), request.input());
        return usage == null ? null : new Reported(usage, null);
    }

    @Override
    public List<String> notes() {
        return leftOut.notes();
    }

    @Override
    public long toolChars() {
        return stream.toolChars();
    }
}
