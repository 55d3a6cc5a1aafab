package io.signalbox.apiworker.call.openai;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import java.time.InstantSource;

/** Calls OpenAI and every server that speaks its Chat Completions format. */
public final class OpenAiDialectClient implements DialectClient {

    private static final ModelList MODELS = ChatCompletions.modelList();

    private final ChatCompletions completions;

    /**
     * @param http shared with the other dialects; closed by its owner
     */
    public OpenAiDialectClient(UpstreamHttp http, InstantSource clock) {
        this.completions = new ChatCompletions(http, clock);
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
        return completions.call(request, Servers.of(request.provider()), listener, cancel);
    }
}
