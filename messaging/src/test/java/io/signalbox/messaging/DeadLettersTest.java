package io.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.contracts.wire.Headers;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLettersTest {

    private final Sent sent = new Sent();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DeadLetters letters =
            new DeadLetters(
                    new RecordPublisher(
                            sent,
                            sent,
                            new KafkaAddress("nowhere:9092", "t"),
                            "test",
                            InstantSource.system()),
                    meters,
                    "test");

    @ParameterizedTest
    @CsvSource({
        "signalbox.job.postponed.v1, {}, unreadable, the field 'admitted' is missing or null",
        "signalbox.job.postponed.v9, {}, unknown_type, unknown type signalbox.job.postponed.v9",
        "signalbox.cancel.requested.v1, '{\"job_id\":\"01K00000000000000000000000\",\"reason\":\"r\",\"at\":\"2026-11-20T10:00:00Z\"}', out_of_place, not a record for this topic"
    })
    void whatNobodyCanWorkOnIsKeptWithItsReasonAndCounted(
            String type, String value, String cause, String reason) {
        ConsumerRecord<String, byte[]> raw =
                new ConsumerRecord<>("t.reroutes", 3, 7, "key", utf8(value));
        raw.headers().add(Headers.CE_TYPE, utf8(type));

        RecordFlow.Disposition end = letters.unless(raw, record -> null).await().indefinitely();

        assertThat(end).isEqualTo(RecordFlow.Disposition.DONE);
        assertThat(sent.header(Headers.DEAD_LETTER_REASON)).contains(reason);
        assertThat(sent.header(Headers.DEAD_LETTER_SOURCE)).isEqualTo("t.reroutes-3@7");
        assertThat(
                        meters.counter("signalbox.dead.letters", "service", "test", "cause", cause)
                                .count())
                .isEqualTo(1);
    }

    @Test
    void whatHasNoRoomForItsReasonIsKeptWithoutItsValue() {
        sent.most = 10;
        ConsumerRecord<String, byte[]> raw =
                new ConsumerRecord<>("t.admitted", 3, 7, "key", utf8("x".repeat(11)));

        RecordFlow.Disposition end = letters.unless(raw, record -> null).await().indefinitely();

        assertThat(end).isEqualTo(RecordFlow.Disposition.DONE);
        assertThat(sent.messages.getFirst().getPayload()).isEqualTo(new byte[0]);
        assertThat(sent.header(Headers.DEAD_LETTER_REASON))
                .endsWith("; its value is too large to be kept here");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Acknowledges everything at once, or refuses it for its size. */
    private static final class Sent implements MutinyEmitter<byte[]> {

        private final List<Message<?>> messages = new ArrayList<>();
        private int most = Integer.MAX_VALUE;

        @Nullable String header(String name) {
            return new String(
                    messages.getFirst()
                            .getMetadata(OutgoingKafkaRecordMetadata.class)
                            .orElseThrow()
                            .getHeaders()
                            .lastHeader(name)
                            .value(),
                    StandardCharsets.UTF_8);
        }

        @Override
        public <M extends Message<? extends byte[]>> Uni<Void> sendMessage(M message) {
            if (((byte[]) message.getPayload()).length > most) {
                return Uni.createFrom().failure(new RecordTooLargeException("too large"));
            }
            messages.add(message);
            return Uni.createFrom().voidItem();
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
            return false;
        }

        @Override
        public boolean hasRequests() {
            return true;
        }
    }
}
