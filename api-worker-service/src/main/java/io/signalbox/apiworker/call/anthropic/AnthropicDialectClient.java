package io.signalbox.apiworker.call.anthropic;

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

/** Calls Anthropic by {@code POST /messages}. Always streams. */
public final class AnthropicDialectClient implements DialectClient {

    private static final ModelList MODELS = new AnthropicModelList();

    private final UpstreamHttp http;
    private final CallRunner runner;

    /**
     * @param http shared with the other dialects; closed by its owner
     */
    public AnthropicDialectClient(UpstreamHttp http, InstantSource clock) {
        this.http = http;
        this.runner = new CallRunner(http, clock);
    }

    @Override
    public Dialect dialect() {
        return Dialect.ANTHROPIC;
    }

    @Override
    public ModelList modelList() {
        return MODELS;
    }

    @Override
    public CallOutcome call(CallRequest request, DeltaListener listener, CallCancel cancel) {
        Optional<String> obstacle = AnthropicObstacles.of(request);
        if (obstacle.isPresent()) {
            return CallOutcome.Failed.unfit(request, obstacle.get());
        }
        return runner.run(
                request,
                listener,
                cancel,
                (watch, deltas) -> new AnthropicCall(request, http, watch, deltas));
    }
}
