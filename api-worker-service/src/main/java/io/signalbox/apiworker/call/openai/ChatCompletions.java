package io.signalbox.apiworker.call.openai;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.call.run.CallRunner;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import java.time.InstantSource;

/**
 * The Chat Completions format for every dialect that is close to it: what is left to the dialect is
 * to say in what its servers differ. Always streams. Thread-safe.
 */
public final class ChatCompletions {

    private final CallRunner runner;
    private final OpenAiModels models;

    /**
     * @param http shared with the other dialects; closed by its owner
     */
    public ChatCompletions(UpstreamHttp http, InstantSource clock) {
        this.runner = new CallRunner(http, clock);
        this.models = new OpenAiModels(http);
    }

    /** {@code GET <base>/models}. */
    public static ModelList modelList() {
        return new OpenAiModelList();
    }

    /** As {@code ModelCall.call}. */
    public CallOutcome call(
            CallRequest request,
            ServerDifferences server,
            DeltaListener listener,
            CallCancel cancel) {
        return runner.run(
                request,
                listener,
                cancel,
                (watch, deltas) ->
                        new OpenAiCall(
                                request,
                                server,
                                models.of(request.provider(), request.key(), server),
                                watch,
                                deltas));
    }
}
