package io.signalbox.apiworker.call.embedding;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.EmbeddingCall;
import io.signalbox.apiworker.call.run.CallRunner;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.EmbeddingInput;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Asks for vectors as the provider's dialect does. */
public final class DialectEmbeddingCall implements EmbeddingCall {

    private final Map<Dialect, EmbeddingWire> wires = new HashMap<>();
    private final UpstreamHttp http;
    private final CallRunner runner;

    /**
     * @param http shared with the dialects' clients; closed by its owner
     * @throws IllegalArgumentException if two wires serve one dialect
     */
    public DialectEmbeddingCall(
            Iterable<? extends EmbeddingWire> wires, UpstreamHttp http, InstantSource clock) {
        for (EmbeddingWire wire : wires) {
            if (this.wires.put(wire.dialect(), wire) != null) {
                throw new IllegalArgumentException(
                        "two embedding wires serve dialect " + wire.dialect().wireName());
            }
        }
        this.http = http;
        this.runner = new CallRunner(http, clock);
    }

    @Override
    public CallOutcome embed(CallRequest request, EmbeddingInput input, CallCancel cancel) {
        EmbeddingWire wire = wires.get(request.provider().dialect());
        if (wire == null) {
            return CallOutcome.Failed.unsent(
                            AttemptError.of(
                                    ErrorClass.MODEL_NOT_FOUND,
                                    "%s has no embeddings: dialect %s knows none"
                                            .formatted(
                                                    request.provider().name(),
                                                    request.provider().dialect().wireName())))
                    .notHereAgain();
        }
        return runner.run(
                request,
                DeltaListener.NONE,
                cancel,
                (watch, deltas) -> new EmbeddingDialogue(request, input, wire, http, watch));
    }
}
