package io.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.messaging.HeldPartitions.Hold;
import io.signalbox.messaging.RecordFlow.Disposition;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HeldPartitionsTest {

    private static final TopicPartition PARTITION = new TopicPartition("attempts", 4);

    private final HeldPartitions held = new HeldPartitions();

    @Test
    void anOrderOfAPartitionThatIsHeldIsBegun() {
        held.assigned(List.of(PARTITION));

        assertThat(held.begin(hold(), HeldPartitionsTest::told)).isTrue();
    }

    @Test
    void whatIsNotHeldHasNoHold() {
        assertThat(held.of(PARTITION)).isNull();
    }

    @Test
    void anOrderOfAPartitionThatWasGivenAwayIsNotBegun() {
        held.assigned(List.of(PARTITION));
        Hold before = hold();
        held.letGo(List.of(PARTITION));

        assertThat(
                        held.begin(
                                before,
                                () -> {
                                    throw new AssertionError("nothing must be written");
                                }))
                .isFalse();
    }

    @Test
    void aHoldFromBeforeIsVoidAfterThePartitionHasComeBack() {
        held.assigned(List.of(PARTITION));
        Hold before = hold();
        held.letGo(List.of(PARTITION));
        held.assigned(List.of(PARTITION));

        assertThat(held.begin(before, HeldPartitionsTest::told)).isFalse();
        assertThat(held.begin(hold(), HeldPartitionsTest::told)).isTrue();
    }

    @Test
    void aPartitionIsGivenAwayOnlyAfterTheBrokerKnowsWhatWasBegun() throws Exception {
        // Given an order that was begun, and the broker has not got its start yet
        held.assigned(List.of(PARTITION));
        CompletableFuture<Void> start = new CompletableFuture<>();
        assertThat(held.begin(hold(), () -> start)).isTrue();

        // When the partition is given away
        CompletableFuture<Void> given =
                CompletableFuture.runAsync(() -> held.letGo(List.of(PARTITION)));
        CompletableFuture<Boolean> orderOfTheFuture = given.thenApply(ignored -> start.isDone());
        while (held.of(PARTITION) != null) {
            Thread.onSpinWait();
        }
        assertThat(given).isNotDone();
        start.complete(null);

        // Then it was not given away before the start was there
        assertThat(orderOfTheFuture.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStartThatFailedKeepsNothingBack() {
        held.assigned(List.of(PARTITION));
        assertThat(
                        held.begin(
                                hold(),
                                () ->
                                        CompletableFuture.failedFuture(
                                                new IllegalStateException("no broker"))))
                .isTrue();

        held.letGoOfAll();

        assertThat(held.of(PARTITION)).isNull();
    }

    @Test
    void whatIsWrittenIsDone() {
        held.assigned(List.of(PARTITION));
        AtomicInteger written = new AtomicInteger();

        Disposition end =
                held.write(
                                hold(),
                                () -> Uni.createFrom().voidItem().invoke(written::incrementAndGet))
                        .await()
                        .indefinitely();

        assertThat(end).isEqualTo(Disposition.DONE);
        assertThat(written).hasValue(1);
    }

    @Test
    void nothingIsWrittenForAPartitionThatWasGivenAway() {
        // Given a write that has not begun when its partition goes
        held.assigned(List.of(PARTITION));
        Uni<Disposition> write =
                held.write(
                        hold(),
                        () -> {
                            throw new AssertionError("nothing must be written");
                        });

        // When
        held.letGo(List.of(PARTITION));

        // Then
        assertThat(write.await().indefinitely()).isEqualTo(Disposition.LEFT);
    }

    @Test
    void aPartitionIsGivenAwayOnlyAfterAllThatIsUnderWayIsWritten() throws Exception {
        // Given the second of two writes is under way
        held.assigned(List.of(PARTITION));
        CompletableFuture<Void> second = new CompletableFuture<>();
        CompletableFuture<Disposition> end =
                held.write(
                                hold(),
                                () ->
                                        Uni.createFrom()
                                                .voidItem()
                                                .chain(() ->
                                                        Uni.createFrom().completionStage(second)))
                        .subscribeAsCompletionStage();

        // When the partition is given away
        CompletableFuture<Boolean> writtenBefore =
                CompletableFuture.runAsync(() -> held.letGo(List.of(PARTITION)))
                        .thenApply(ignored -> end.isDone());
        while (held.of(PARTITION) != null) {
            Thread.onSpinWait();
        }
        assertThat(writtenBefore).isNotDone();
        second.complete(null);

        // Then
        assertThat(writtenBefore.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(Disposition.DONE);
    }

    @Test
    void aWriteFailsWithItsOwnFailure() {
        held.assigned(List.of(PARTITION));
        IllegalStateException noBroker = new IllegalStateException("no broker");

        assertThatThrownBy(() ->
                        held.write(hold(), () -> Uni.createFrom().failure(noBroker))
                                .await()
                                .indefinitely())
                .isSameAs(noBroker);
    }

    private Hold hold() {
        return Objects.requireNonNull(held.of(PARTITION));
    }

    private static CompletableFuture<Void> told() {
        return CompletableFuture.completedFuture(null);
    }
}
