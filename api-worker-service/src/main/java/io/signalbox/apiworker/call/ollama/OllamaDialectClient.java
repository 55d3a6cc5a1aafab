package io.signalbox.apiworker.call.ollama;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.LocalModels;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.call.run.CallRunner;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/** Calls Ollama by its own {@code POST /api/chat}. Always streams. */
public final class OllamaDialectClient implements DialectClient {

    private static final String ROOT = "/api";
    private static final ModelList MODELS = new OllamaModelList();

    private final UpstreamHttp http;
    private final CallRunner runner;

    /**
     * @param http shared with the other dialects; closed by its owner
     */
    public OllamaDialectClient(UpstreamHttp http, InstantSource clock) {
        this.http = http;
        this.runner = new CallRunner(http, clock);
    }

    /** The address of an operation; the base URL may hold the root or not. */
    public static URI address(URI baseUrl, String operation) {
        String base = baseUrl.toString();
        return URI.create((base.endsWith(ROOT) ? base : base + ROOT) + operation);
    }

    @Override
    public Dialect dialect() {
        return Dialect.OLLAMA;
    }

    @Override
    public ModelList modelList() {
        return MODELS;
    }

    @Override
    public Optional<LocalModels> localModels() {
        return Optional.of(new OllamaLocalModels(http));
    }

    @Override
    public CallOutcome call(CallRequest request, DeltaListener listener, CallCancel cancel) {
        Optional<String> obstacle = OllamaMessages.obstacle(request.input().messages());
        if (obstacle.isPresent()) {
            return CallOutcome.Failed.unfit(request, obstacle.get());
        }
        return runner.run(
                request,
                listener,
                cancel,
                (watch, deltas) -> new OllamaCall(request, http, watch, deltas));
    }
}
