package io.signalbox.apiworker.call.openai;

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

/** Calls OpenAI and every server that speaks its Chat Completions format. Always streams. */
public final class OpenAiDialectClient implements DialectClient {

    private static final ModelList MODELS = new OpenAiModelList();

    private final CallRunner runner;
    private final OpenAiModels models;

    /**
     * @param http shared with the other dialects; closed by its owner
     */
    public OpenAiDialectClient(UpstreamHttp http, InstantSource clock) {
        this.runner = new CallRunner(http, clock);
        this.models = new OpenAiModels(http);
    }

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public ModelList modelList() {
        return MODELS;
    }

    @Override
    public CallOutcome call(CallRequest request, DeltaListener listener, CallCancel cancel) {
        return runner.run(
                request,
                listener,
                cancel,
                (watch, deltas) ->
                        new OpenAiCall(
                                request,
                                models.of(request.provider(), request.key()),
                                watch,
                                deltas));
    }
}
