package io.signalbox.apiworker.call;

import io.signalbox.catalog.Dialect;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import java.util.HashMap;
import java.util.Map;

/** Hands a call to the client of its provider's dialect, and texts to whoever makes vectors. */
public final class DialectModelCall implements ModelCall {

    private final Map<Dialect, DialectClient> clients = new HashMap<>();
    private final EmbeddingCall embeddings;

    /**
     * @throws IllegalArgumentException if two clients serve one dialect
     */
    public DialectModelCall(Iterable<? extends DialectClient> clients, EmbeddingCall embeddings) {
        this.embeddings = embeddings;
        for (DialectClient client : clients) {
            if (this.clients.put(client.dialect(), client) != null) {
                throw new IllegalArgumentException(
                        "two clients serve dialect " + client.dialect().wireName());
            }
        }
    }

    @Override
    public CallOutcome call(CallRequest request, DeltaListener listener, CallCancel cancel) {
        if (request.embedding() != null) {
            return embeddings.embed(request, request.embedding(), cancel);
        }
        DialectClient client = clients.get(request.provider().dialect());
        if (client == null) {
            return CallOutcome.Failed.unsent(
                    AttemptError.of(
                            ErrorClass.INTERNAL,
                            "this worker does not speak dialect "
                                    + request.provider().dialect().wireName()));
        }
        return client.call(request, listener, cancel);
    }
}
