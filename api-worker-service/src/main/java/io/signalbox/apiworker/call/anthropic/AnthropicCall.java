package io.signalbox.apiworker.call.anthropic;

import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.Dialogue;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.apiworker.call.run.UsageEstimate;
import io.signalbox.apiworker.call.upstream.Deltas;
import io.signalbox.apiworker.call.upstream.Outbound;
import io.signalbox.apiworker.call.upstream.StreamFault;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.contracts.attempt.Usage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One {@code POST /messages}. */
final class AnthropicCall implements Dialogue {

    private final CallRequest request;
    private final UpstreamHttp http;
    private final StreamWatch watch;
    private final Deltas deltas;
    private final AnthropicStream stream;
    private final LeftOut leftOut = new LeftOut();

    AnthropicCall(CallRequest request, UpstreamHttp http, StreamWatch watch, Deltas deltas) {
        this.request = request;
        this.http = http;
        this.watch = watch;
        this.deltas = deltas;
        this.stream = new AnthropicStream(watch, deltas);
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
        byte[] body = AnthropicRequestBody.of(request, leftOut);
        leftOut.note(request);
        try {
            http.events(
                    Outbound.of(request, new AnthropicModelList().headers(request.key()), watch),
                    request.provider().baseUrl() + "/messages",
                    body,
                    stream::onEvent);
            return null;
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    @Override
    public @Nullable Reported reported() {
        long said = deltas.textChars() + deltas.reasoningChars() + toolChars();
        Usage usage = stream.usage().soFar(UsageEstimate.tokens(said));
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
