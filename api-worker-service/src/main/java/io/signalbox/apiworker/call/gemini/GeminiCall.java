package io.signalbox.apiworker.call.gemini;

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
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One {@code POST /models/{model}:streamGenerateContent?alt=sse}. */
final class GeminiCall implements Dialogue {

    private final CallRequest request;
    private final UpstreamHttp http;
    private final StreamWatch watch;
    private final GeminiStream stream;
    private final LeftOut leftOut = new LeftOut();

    GeminiCall(CallRequest request, UpstreamHttp http, StreamWatch watch, Deltas deltas) {
        this.request = request;
        this.http = http;
        this.watch = watch;
        this.stream = new GeminiStream(watch, deltas, request.attemptId());
    }

    /**
     * A model's id is one segment of the path, whatever characters a caller put into it; a tuned
     * model brings its collection along.
     */
    static String address(URI baseUrl, String modelId) {
        int slash = modelId.indexOf('/');
        String collection = slash < 0 ? "" : modelId.substring(0, slash);
        boolean named = collection.equals("models") || collection.equals("tunedModels");
        String model = named ? modelId.substring(slash + 1) : modelId;
        return "%s/%s/%s:streamGenerateContent?alt=sse"
                .formatted(
                        baseUrl,
                        named ? collection : "models",
                        URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20"));
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
        byte[] body = GeminiRequestBody.of(request, leftOut);
        leftOut.note(request);
        try {
            http.events(
                    Outbound.of(request, new GeminiModelList().headers(request.key()), watch),
                    address(request.provider().baseUrl(), request.modelId()),
                    body,
                    stream::onEvent);
            return null;
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    @Override
    public @Nullable Reported reported() {
        Usage usage = GeminiUsage.of(stream.usage());
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
