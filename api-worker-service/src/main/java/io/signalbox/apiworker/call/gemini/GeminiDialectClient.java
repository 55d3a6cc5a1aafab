package io.signalbox.apiworker.call.gemini;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.call.run.CallRunner;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import java.time.InstantSource;
import java.util.Optional;

/** Calls Gemini by its own {@code streamGenerateContent}. Always streams. */
public final class GeminiDialectClient implements DialectClient {

    private static final ModelList MODELS = new GeminiModelList();

    private final UpstreamHttp http;
    private final CallRunner runner;

    /**
     * @param http shared with the other dialects; closed by its owner
     */
    public GeminiDialectClient(UpstreamHttp http, InstantSource clock) {
        this.http = http;
        this.runner = new CallRunner(http, clock);
    }

    @Override
    public Dialect dialect() {
        return Dialect.GEMINI;
    }

    @Override
    public ModelList modelList() {
        return MODELS;
    }

    @Override
    public CallOutcome call(CallRequest request, DeltaListener listener, CallCancel cancel) {
        Optional<String> obstacle = GeminiContents.obstacle(request.input().messages());
        if (obstacle.isPresent()) {
            return CallOutcome.Failed.unfit(request, obstacle.get());
        }
        return runner.run(
                request,
                listener,
                cancel,
                (watch, deltas) -> new GeminiCall(request, http, watch, deltas));
    }
}
