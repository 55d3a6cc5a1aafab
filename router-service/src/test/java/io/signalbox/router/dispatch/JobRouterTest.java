package io.signalbox.router.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.Limits;
import io.signalbox.contracts.job.Routing;
import io.signalbox.messaging.HeldPartitions;
import io.signalbox.messaging.HeldPartitions.Hold;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordFlow.Disposition;
import io.signalbox.messaging.RecordPublisher;
import io.signalbox.router.plan.Outlook;
import io.signalbox.router.step.StepLimits;
import io.signalbox.router.step.StepPolicy;
import io.signalbox.router.waiting.HeldWaits;
import io.signalbox.testsupport.Events;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

/** What becomes of a decision when its partition is given away meanwhile. */
class JobRouterTest {

    private static final TopicPartition PARTITION = new TopicPartition("t.reroutes", 3);
    private static final Candidate A = Candidate.api("a", "small");
    private static final String ORDER = "signalbox.attempt.dispatched.v1";
    private static final String TOLD = "signalbox.job.routed.v1";
    private static final String END = "signalbox.job.finished.v1";
    private static final String POSTPONED = "signalbox.job.postponed.v1";
    private static final String WAITS = "signalbox.job.waiting.v1";

    private final KafkaAddress address = new KafkaAddress("nowhere:9092", "t");
    private final HeldPartitions held = new HeldPartitions();
    private final CompletableFuture<Void> broker = new CompletableFuture<>();
    private final Written written = new Written(broker);
    private final Decisions decisions = new Decisions(address, 10);
    private final Catalog catalog =
            new CatalogLoader(CatalogEnvironment.of(Map.of())).loadText("test.yaml", "version: 1");
    private final JobRouter router =
            router(
                    new Outlook(
                            new Plan(
                                    "priority",
                                    List.of(new Plan.Planned(A, "the only one")),
                                    List.of()),
                            List.of()),
                    new HeldWaits(1));

    @Test
    void anOrderIsWrittenAndTold() {
        broker.complete(null);

        Disposition end = router.begin(job(), hold()).await().indefinitely();

        assertThat(end).isEqualTo(Disposition.DONE);
        assertThat(written.types()).containsExactly(ORDER, TOLD);
    }

    @Test
    void aJobThatIsTooLargeToBeOrderedEnds() {
        broker.complete(null);
        written.refuse(ORDER);

        Disposition end = router.begin(job(), hold()).await().indefinitely();

        assertThat(end).isEqualTo(Disposition.DONE);
        assertThat(written.types()).containsExactly(END, TOLD);
    }

    @Test
    void anOrderThatIsWrittenAndTooLargeToBeToldIsNoEnd() {
        broker.complete(null);
        written.refuse(TOLD);

        Uni<Disposition> end = router.begin(job(), hold());

        assertThatThrownBy(() -> end.await().indefinitely())
                .isInstanceOf(RecordTooLargeException.class);
        assertThat(written.types()).containsExactly(ORDER);
    }

    @Test
    void aJobThatIsTooLargeToWaitEnds() {
        broker.complete(null);
        written.refuse(POSTPONED);

        Disposition end =
                router.resume(postponed(Duration.ofMinutes(2)), hold()).await().indefinitely();

        assertThat(end).isEqualTo(Disposition.DONE);
        assertThat(written.types()).containsSubsequence(END, TOLD);
    }

    @Test
    void aJobWhoseCandidatesHaveAllFailedIsPlannedAnew() {
        broker.complete(null);
        JobAdmitted job = job();
        AttemptDispatched only = Events.dispatched(job, Candidate.api("b", "only"));

        router.next(Events.rerouted(only, ErrorClass.TIMEOUT), hold()).await().indefinitely();

        assertThat(written.types()).containsExactly(ORDER, TOLD);
        assertThat(decisions.isOrdered(new AttemptId(job.jobId(), 2))).isTrue();
    }

    @Test
    void aJobThatHasFailedEndsWhereThereIsNoRoomToWaitForAWorker() {
        // Given a wait that can neither be held nor be over before the deadline
        broker.complete(null);
        Plan.Exclusion missing = new Plan.Exclusion("a/small", Plan.NO_WORKER, "as told");
        Plan nobody = new Plan("priority", List.of(), List.of(missing));
        JobRouter full = router(new Outlook(nobody, List.of()), new HeldWaits(0));
        JobAdmitted job = job(Duration.ofSeconds(4));
        AttemptDispatched only = Events.dispatched(job, Candidate.api("b", "only"));

        full.next(Events.rerouted(only, ErrorClass.TIMEOUT), hold()).await().indefinitely();

        assertThat(written.types()).containsExactly(END, TOLD);
    }

    @Test
    void nothingIsOrderedForAPartitionThatWasGivenAway() {
        // Given
        Hold before = hold();
        held.letGo(List.of(PARTITION));
        JobAdmitted job = job();

        // When
        Disposition end = router.begin(job, before).await().indefinitely();

        // Then nothing is written, and whoever has the partition next may order it, here too
        assertThat(end).isEqualTo(Disposition.LEFT);
        assertThat(written.types()).isEmpty();
        assertThat(decisions.isOrdered(new AttemptId(job.jobId(), 1))).isFalse();
    }

    @Test
    void aWaitThatIsHeldIsLeftWhenItsPartitionGoesMeanwhile() {
        // Given a job that waits in memory
        broker.complete(null);
        CompletableFuture<Disposition> end =
                router.resume(postponed(Duration.ofSeconds(4)), hold())
                        .subscribeAsCompletionStage();
        assertThat(written.types()).containsExactly(WAITS);

        // When
        held.letGo(List.of(PARTITION));

        // Then
        assertThat(end.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(Disposition.LEFT);
        assertThat(written.types()).containsExactly(WAITS);
    }

    @Test
    void aPartitionGoesOnlyWhenTheOrderUnderWayIsToldToo() {
        // Given an order that the broker has not taken yet
        CompletableFuture<Disposition> end =
                router.resume(postponed(Duration.ZERO), hold()).subscribeAsCompletionStage();
        assertThat(written.types()).containsExactly(ORDER);

        // When its partition is to be given away
        CompletableFuture<List<String>> whenGiven =
                CompletableFuture.runAsync(() -> held.letGo(List.of(PARTITION)))
                        .thenApply(ignored -> List.copyOf(written.types()));
        while (held.of(PARTITION) != null) {
            Thread.onSpinWait();
        }
        assertThat(whenGiven).isNotDone();
        broker.complete(null);

        // Then the next owner reads of it
        assertThat(whenGiven.orTimeout(60, TimeUnit.SECONDS).join()).containsExactly(ORDER, TOLD);
        assertThat(end.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(Disposition.DONE);
    }

    private JobRouter router(Outlook outlook, HeldWaits waits) {
        StepLimits limits =
                new StepLimits(
                        100,
                        3,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(250),
                        Duration.ofMinutes(1));
        RecordPublisher publisher =
                new RecordPublisher(written, written, address, "test", InstantSource.system());
        return new JobRouter(
                publisher,
                () -> catalog,
                (slip, now) -> outlook,
                new StepPolicy(limits, attempt -> new SplittableRandom(1), Instant.now()),
                decisions,
                job -> false,
                new Waits(publisher, waits, held),
                held);
    }

    private Hold hold() {
        held.assigned(List.of(PARTITION));
        return Objects.requireNonNull(held.of(PARTITION));
    }

    private static JobPostponed postponed(Duration wait) {
        Instant now = Instant.now();
        return new JobPostponed(
                job(), List.of(), List.of(), List.of(), now.plus(wait), now, "busy");
    }

    private static JobAdmitted job() {
        return job(Duration.ofMinutes(10));
    }

    private static JobAdmitted job(Duration time) {
        Instant now = Instant.now();
        Job job =
                new Job(
                        null,
                        ChatInput.of("hello"),
                        null,
                        null,
                        null,
                        null,
                        Routing.forModel("auto"),
                        Limits.UNSPECIFIED,
                        null,
                        null,
                        null);
        return new JobAdmitted(JobId.create(), "t", job, now, now.plus(time), 0, false, null, null);
    }
}
