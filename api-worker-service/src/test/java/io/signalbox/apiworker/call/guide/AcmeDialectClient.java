package io.signalbox.apiworker.call.guide;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.call.openai.ChatCompletions;
import io.signalbox.apiworker.call.openai.ServerDifferences;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Acme's API: nearly OpenAI's, with the key in a header of its own. */
@Singleton
public final class AcmeDialectClient implements DialectClient {

    private static final ServerDifferences ACME =
            ServerDifferences.COMMON.but(server -> {
                server.keyHeader = "x-acme-key";
                server.names = false;
            });

    private final ChatCompletions completions;

    @Inject
    public AcmeDialectClient(UpstreamHttp http) {
        this.completions = new ChatCompletions(http, InstantSource.system());
    }

    @Override
    public Dialect dialect() {
        return Dialect.of("x-acme");
    }

    @Override
    public ModelList modelList() {
        return ChatCompletions.modelList();
    }

    @Override
    public CallOutcome call(CallRequest request, DeltaListener listener, CallCancel cancel) {
        return completions.call(request, ACME, listener, cancel);
    }
}
