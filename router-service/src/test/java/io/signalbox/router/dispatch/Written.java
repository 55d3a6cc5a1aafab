package io.signalbox.router.dispatch;

import io.signalbox.contracts.wire.Headers;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A way out that keeps what is sent; the broker takes it when {@link #broker} completes. */
final class Written implements MutinyEmitter<byte[]> {

    private final CompletableFuture<Void> broker;
    private final List<String> types = new CopyOnWriteArrayList<>();
    private final Set<String> tooLarge = new CopyOnWriteArraySet<>();

    /**
     * @param broker complete from when on the broker takes records
     */
    Written(CompletableFuture<Void> broker) {
        this.broker = broker;
    }

    /** The {@code ce_type}s of what was sent, in order. */
    List<String> types() {
        return types;
    }

    /** From now on the broker refuses records of that type for their size. */
    void refuse(String type) {
        tooLarge.add(type);
    }

    @Override
    public <M extends Message<? extends byte[]>> Uni<Void> sendMessage(M message) {
        return Uni.createFrom()
                .deferred(() -> {
                    if (tooLarge.contains(type(message))) {
                        return Uni.createFrom().failure(new RecordTooLargeException("over 8 MiB"));
                    }
                    types.add(type(message));
                    return Uni.createFrom().completionStage(broker);
                });
    }

    private static String type(Message<? extends byte[]> message) {
        return new String(
                message.getMetadata(OutgoingKafkaRecordMetadata.class)
                        .orElseThrow()
                        .getHeaders()
                        .lastHeader(Headers.CE_TYPE)
                        .value(),
                StandardCharsets.UTF_8);
    }

    @Override
    public Uni<Void> send(byte[] payload) {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public void sendAndAwait(byte[] payload) {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public Cancellable sendAndForget(byte[] payload) {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    @Deprecated
    public <M extends Message<? extends byte[]>> void send(M message) {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public <M extends Message<? extends byte[]>> void sendMessageAndAwait(M message) {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public <M extends Message<? extends byte[]>> Cancellable sendMessageAndForget(M message) {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public void complete() {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public void error(Exception e) {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public boolean isCancelled() {
        throw new UnsupportedOperationException("not used");
    }

    @Override
    public boolean hasRequests() {
        throw new UnsupportedOperationException("not used");
    }
}
