package io.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.messaging.RecordFlow.Disposition;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordFlowTest {

    private static final int ROOM = 100;

    private final List<Long> acknowledged = new ArrayList<>();
    private final List<Work> taken = new ArrayList<>();
    private int asked;

    /** A record in the hands of the handler. */
    private record Work(
            ConsumerRecord<String, byte[]> raw,
            Runnable freeSlot,
            UniEmitter<? super Disposition> end) {}

    @Test
    void noMoreThanItsSlotsAreTaken() {
        start(2, 5);
        assertThat(taken).hasSize(2);

        taken.getFirst().end().complete(Disposition.DONE);

        assertThat(taken).hasSize(3);
        assertThat(acknowledged).containsExactly(0L);
    }

    @Test
    void largeRecordsAreFewerAtOnceAndOneIsAlwaysTaken() {
        // Given room for two small ones
        start(10, List.of(new byte[40], new byte[40], new byte[40], new byte[500], new byte[1]));
        assertThat(taken).hasSize(2);

        // When one frees its slot
        taken.get(1).freeSlot().run();

        // Then the next one comes, and no other when it is done
        assertThat(taken).hasSize(3);
        taken.get(1).end().complete(Disposition.DONE);
        assertThat(taken).hasSize(3);

        // And one that has no room comes alone
        taken.get(0).end().complete(Disposition.LEFT);
        assertThat(taken).hasSize(3);
        taken.get(2).end().complete(Disposition.DONE);
        assertThat(taken).hasSize(4);
        taken.get(3).end().complete(Disposition.DONE);
        assertThat(taken).hasSize(5);
    }

    @Test
    void onHoldWhatWaitsForRoomIsLetGo() {
        RecordFlow flow = start(10, List.of(new byte[90], new byte[90], new byte[90]));

        flow.hold();
        taken.getFirst().end().complete(Disposition.DONE);

        assertThat(taken).hasSize(1);
        assertThat(asked).as("the channel is read to its end").isEqualTo(3);
    }

    @Test
    void whoFreesItsSlotIsNotDone() {
        start(1, 2);

        taken.getFirst().freeSlot().run();

        assertThat(taken).hasSize(2);
        assertThat(acknowledged).isEmpty();
        taken.getFirst().end().complete(Disposition.DONE);
        assertThat(acknowledged).containsExactly(0L);
    }

    @Test
    void whatIsLeftIsNotAcknowledged() {
        start(1, 2);

        taken.get(0).end().complete(Disposition.LEFT);
        taken.get(1).end().complete(Disposition.DONE);

        assertThat(acknowledged).containsExactly(1L);
    }

    @Test
    void onHoldNothingIsTakenAndWhatRunsIsAcknowledged() {
        RecordFlow flow = start(1, 3);

        flow.hold();
        taken.getFirst().end().complete(Disposition.DONE);

        assertThat(taken).hasSize(1);
        assertThat(acknowledged).containsExactly(0L);
    }

    @Test
    void whatFailsOnHoldIsLeft() {
        RecordFlow flow = start(1, 1);

        flow.hold();
        taken.getFirst().end().fail(new IllegalStateException("the worker stops"));

        assertThat(taken).as("not tried again").hasSize(1);
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void whatRunsWhenItStopsIsAcknowledgedAtItsEnd() {
        RecordFlow flow = start(1, 2);

        flow.stop();
        taken.getFirst().end().complete(Disposition.DONE);

        assertThat(taken).hasSize(1);
        assertThat(acknowledged).containsExactly(0L);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aRecordThatFailsByItselfIsGivenUpAndOneThatTheBrokerHoldsUpIsNot(
            RuntimeException failure, String ended) throws Exception {
        // Given a handler that fails twice with this, and then does its work
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        AtomicInteger calls = new AtomicInteger();

        // When
        RecordFlow.start(
                "test",
                Multi.createFrom().item(new Delivered(0, new byte[0])),
                1,
                (raw, freeSlot) ->
                        calls.incrementAndGet() <= 2
                                ? Uni.createFrom().failure(failure)
                                : Uni.createFrom()
                                        .item(Disposition.DONE)
                                        .invoke(() -> ends.add("done")),
                new FailureLimit(
                        (raw, reason) -> Uni.createFrom().voidItem().invoke(() -> ends.add(reason)),
                        2));

        // Then
        assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo(ended);
    }

    static List<Arguments> failures() {
        return List.of(
                Arguments.of(
                        new NullPointerException("a bug"),
                        "failed 2 times, the last: java.lang.NullPointerException: a bug"),
                Arguments.of(
                        new RecordTooLargeException("for ever"),
                        "failed 2 times, the last: "
                                + RecordTooLargeException.class.getName()
                                + ": for ever"),
                Arguments.of(new RuntimeException(new TimeoutException("no leader")), "done"),
                Arguments.of(new IllegalStateException("SRMSG00034: no room"), "done"));
    }

    private RecordFlow start(int atOnce, int records) {
        return start(atOnce, Collections.nCopies(records, new byte[0]));
    }

    private RecordFlow start(int atOnce, List<byte[]> values) {
        Multi<KafkaRecord<String, byte[]>> channel =
                Multi.createFrom()
                        .<KafkaRecord<String, byte[]>>items(
                                IntStream.range(0, values.size())
                                        .mapToObj(at -> new Delivered(at, values.get(at))))
                        .onItem()
                        .invoke(() -> asked++);
        return RecordFlow.start(
                "test",
                channel,
                atOnce,
                (raw, freeSlot) ->
                        Uni.createFrom().emitter(end -> taken.add(new Work(raw, freeSlot, end))),
                new FailureLimit((raw, reason) -> Uni.createFrom().voidItem(), 10),
                new ByteBudget(ROOM));
    }

    /** As the connector delivers it. */
    private final class Delivered implements KafkaRecord<String, byte[]> {

        private final ConsumerRecord<String, byte[]> raw;

        private Delivered(int offset, byte[] value) {
            this.raw = new ConsumerRecord<>("topic", 0, offset, "key", value);
        }

        @Override
        public byte[] getPayload() {
            return raw.value();
        }

        @Override
        public Metadata getMetadata() {
            return Metadata.of(new IncomingKafkaRecordMetadata<>(raw, "test"));
        }

        @Override
        public CompletionStage<Void> ack() {
            acknowledged.add(raw.offset());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public String getKey() {
            return raw.key();
        }

        @Override
        public String getTopic() {
            return raw.topic();
        }

        @Override
        public int getPartition() {
            return raw.partition();
        }

        @Override
        public Instant getTimestamp() {
            return Instant.ofEpochMilli(raw.timestamp());
        }

        @Override
        public Headers getHeaders() {
            return raw.headers();
        }
    }
}
