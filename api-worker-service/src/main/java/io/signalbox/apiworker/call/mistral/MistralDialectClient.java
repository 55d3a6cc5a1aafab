package io.signalbox.apiworker.call.mistral;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.call.openai.ChatCompletions;
import io.signalbox.apiworker.call.openai.Servers;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import java.time.InstantSource;

/** Calls Mistral, at whatever address and under whatever name. */
public final class MistralDialectClient implements DialectClient {

    private static final ModelList MODELS = ChatCompletions.modelList();

    private final ChatCompletions completions;

    /**
     * @param http shared with the other dialects; closed by its owner
     */
    public MistralDialectClient(UpstreamHttp http, InstantSource clock) {
        this.completions = new ChatCompletions(http, clock);
    }

    @Override
    public Dialect dialect() {
        return Dialect.MISTRAL;
    }

    @Override
    public ModelList modelList() {
        return MODELS;
    }

    @Override
    public CallOutcome call(CallRequest request, DeltaListener listener, CallCancel cancel) {
        return completions.call(request, Servers.MISTRAL, listener, cancel);
    }
}
