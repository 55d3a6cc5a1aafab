package io.signalbox.apiworker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.wire.Json;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordPublisher;
import io.signalbox.messaging.attempt.AttemptRecords;
import io.signalbox.testsupport.Events;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** With a broker that takes no reroutes: the order leaves no room for what it failed with. */
class AttemptWritesTest {

    private final Map<String, JsonNode> written = new LinkedHashMap<>();
    private final AttemptDispatched order =
            Events.dispatched(Events.admitted("hello"), Events.ACME, Events.BOLT);
    private final AttemptWrites writes = writes();

    @Test
    void aFailureThatNoRecordCarriesEndsTheJob() {
        writes.ended(Failed.unsent(AttemptError.of(ErrorClass.UNAVAILABLE, "acme broke off")));

        assertThat(written.keySet()).containsExactly("signalbox.results", "signalbox.events");
        assertThat(written.get("signalbox.results"))
                .asString()
                .contains(
                        "\"status\":\"failed\"",
                        "INVALID_REQUEST",
                        "no room in a record",
                        "acme broke off");
    }

    @Test
    void soDoesADeferral() {
        writes.deferred(Duration.ofSeconds(1), null);

        assertThat(written.keySet()).containsExactly("signalbox.results", "signalbox.events");
        assertThat(written.get("signalbox.results")).asString().contains("it was deferred");
    }

    private AttemptWrites writes() {
        InstantSource clock = InstantSource.system();
        RecordPublisher publisher =
                new RecordPublisher(
                        emitter(),
                        emitter(),
                        new KafkaAddress("nowhere:9092", "signalbox"),
                        "test",
                        clock);
        return new AttemptWrites(
                new AttemptRecords(publisher, "worker-1", order, clock),
                publisher,
                order,
                clock,
                new SparseChunks(Duration.ofSeconds(1), clock.instant()));
    }

    @SuppressWarnings("unchecked")
    private MutinyEmitter<byte[]> emitter() {
        return (MutinyEmitter<byte[]>)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {MutinyEmitter.class},
                        (proxy, method, arguments) -> sent((Message<byte[]>) arguments[0]));
    }

    private Uni<Void> sent(Message<byte[]> message) throws IOException {
        String topic =
                message.getMetadata(OutgoingKafkaRecordMetadata.class).orElseThrow().getTopic();
        if (topic.equals("signalbox.reroutes")) {
            return Uni.createFrom().failure(new RecordTooLargeException("too large"));
        }
        written.put(topic, Json.mapper().readTree(message.getPayload()));
        return Uni.createFrom().voidItem();
    }
}
