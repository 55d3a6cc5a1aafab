package io.signalbox.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.SearchReport;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobWaiting;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.gateway.SharedPostgres;
import io.signalbox.testsupport.Events;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPostgres.class)
class JobStoreIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Pool pool;
    private final JobStore store;
    private final ReplyStore replies;

    JobStoreIT(Pool pool) {
        this.pool = pool;
        this.store = new JobStore(pool);
        this.replies = new ReplyStore(pool);
    }

    @BeforeEach
    void empty() {
        await(pool.query("truncate gateway.jobs, gateway.attempts").execute());
    }

    @Test
    void aWholeLifeIsKeptInAnyOrderAndOnlyOnce() {
        JobAdmitted admitted = Events.admitted("hello");
        AttemptDispatched order = Events.dispatched(admitted, Events.ACME);
        List<SignalboxRecord> life =
                List.of(
                        admitted,
                        Events.routed(order),
                        Events.started(order, "r1"),
                        Events.succeeded(order, "r1"),
                        Events.answered(order, "an answer"));
        for (long seed = 0; seed < 5; seed++) {
            empty();
            List<SignalboxRecord> shuffled = new ArrayList<>(life);
            shuffled.addAll(life);
            Collections.shuffle(shuffled, new Random(seed));

            // In two batches, so that both the merge in memory and the one in SQL are used
            write(shuffled.subList(0, 4));
            write(shuffled.subList(4, shuffled.size()));

            StoredJob job = find(admitted);
            assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(Objects.requireNonNull(job.result()).path("output").asText())
                    .isEqualTo("an answer");
            assertThat(job.attempts()).hasSize(1);
            assertThat(job.replyPartition()).isEqualTo(admitted.replyPartition());
        }
    }

    @Test
    void aJobThatWaitedRunsAgainInWhateverBatchesItIsTold() {
        JobAdmitted admitted = Events.admitted("hello");
        AttemptDispatched first = Events.dispatched(admitted, Events.ACME, Events.BOLT);
        AttemptDispatched second = Events.fallback(Events.rerouted(first, ErrorClass.RATE_LIMITED));
        JobWaiting waits =
                new JobWaiting(
                        admitted.jobId(),
                        Events.TENANT,
                        1,
                        Events.NOON.plusSeconds(9),
                        "rate limited",
                        Events.NOON);
        List<SignalboxRecord> before =
                List.of(admitted, Events.routed(first), Events.started(first, "r1"), waits);
        List<SignalboxRecord> after = List.of(Events.started(second, "r2"), Events.routed(second));

        write(before);
        StoredJob waiting = find(admitted);
        assertThat(waiting.status()).isEqualTo(JobStatus.WAITING);
        assertThat(Objects.requireNonNull(waiting.waiting()).path("reason").asText())
                .isEqualTo("rate limited");
        write(after);
        assertThat(find(admitted).status()).isEqualTo(JobStatus.RUNNING);
        assertThat(find(admitted).waiting()).isNull();

        empty();
        write(after);
        write(before);
        assertThat(find(admitted).status()).isEqualTo(JobStatus.RUNNING);
        write(List.of(Events.answered(second, "x"), waits));
        assertThat(find(admitted).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void theSearchBeforeAnAttemptIsKept() {
        JobAdmitted admitted = Events.admitted("hello");
        AttemptDispatched order = Events.dispatched(admitted, Events.ACME);
        AttemptFinished failed = Events.failed(order, "r1", ErrorClass.UNAVAILABLE);
        AttemptFinished searched =
                new AttemptFinished(
                        failed.attemptId(),
                        failed.tenant(),
                        failed.run(),
                        failed.candidate(),
                        failed.worker(),
                        null,
                        null,
                        null,
                        failed.outcome(),
                        failed.error(),
                        null,
                        null,
                        false,
                        failed.startedAt(),
                        failed.finishedAt(),
                        failed.latencyMs(),
                        null,
                        new SearchReport("searxng", 0, "searxng answered 500", 12));

        write(List.of(admitted, searched));
        write(List.of(Events.started(order, "r1")));

        assertThat(
                        Objects.requireNonNull(find(admitted).attempts())
                                .at("/0/search/failed")
                                .asText())
                .isEqualTo("searxng answered 500");
    }

    @Test
    void theFirstEndStands() {
        JobAdmitted admitted = Events.admitted("hello");
        AttemptDispatched order = Events.dispatched(admitted, Events.ACME);
        write(List.of(admitted));
        write(List.of(Events.ended(admitted, JobStatus.CANCELLED, ErrorClass.CANCELLED)));

        write(List.of(Events.answered(order, "too late")));
        write(List.of(Events.started(order, "r1")));

        assertThat(find(admitted).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(Objects.requireNonNull(find(admitted).result()).path("status").asText())
                .isEqualTo("cancelled");
    }

    @Test
    void theFirstEndStandsInsideOneBatchToo() {
        JobAdmitted admitted = Events.admitted("hello");
        AttemptDispatched order = Events.dispatched(admitted, Events.ACME);

        write(
                List.of(
                        admitted,
                        Events.answered(order, "first"),
                        Events.ended(admitted, JobStatus.EXPIRED, ErrorClass.EXPIRED)));

        assertThat(find(admitted).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aTenantSeesOnlyItsOwnJobs() {
        JobAdmitted admitted = Events.admitted("hello");
        write(List.of(admitted));

        assertThat(await(store.find(admitted.jobId().value(), "somebody-else"))).isEmpty();
    }

    @Test
    void listsNewestFirstInPages() {
        List<String> ids = new ArrayList<>();
        List<SignalboxRecord> jobs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            JobAdmitted one = Events.admitted("job " + i);
            jobs.add(one);
            ids.addFirst(one.jobId().value());
        }
        write(jobs);

        List<StoredJob> first = list(filter(null, null, 3));
        List<StoredJob> second = list(filter(null, cursor(first.getLast()), 3));

        List<String> seen = new ArrayList<>();
        first.forEach(job -> seen.add(job.jobId()));
        second.forEach(job -> seen.add(job.jobId()));
        assertThat(seen).containsExactlyElementsOf(ids);
        assertThat(list(filter(JobStatus.FAILED, null, 3))).isEmpty();
    }

    @Test
    void callersIdsAreListedByTheirAdmissionAndAPageGoesOnWhereItsLastJobWasDeleted() {
        // Given ids that say nothing of their time, admitted in turn
        List<String> newestFirst = new ArrayList<>();
        List<SignalboxRecord> jobs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            JobId id = JobId.parse(new UUID(Long.reverse(i), i).toString());
            jobs.add(
                    Events.admitted(
                            id,
                            Job.chat("auto", ChatInput.of("job " + i)),
                            Events.NOON.plusMillis(i)));
            newestFirst.addFirst(id.value());
        }
        write(jobs);

        // When
        List<StoredJob> first = list(filter(null, null, 3));
        JobCursor cursor = JobCursor.parse(cursor(first.getLast()).text());
        await(
                pool.preparedQuery("delete from gateway.jobs where job_id = $1")
                        .execute(Tuple.of(first.getLast().jobId())));
        List<StoredJob> second = list(filter(null, cursor, 3));

        // Then
        assertThat(Stream.concat(first.stream(), second.stream()).map(StoredJob::jobId))
                .containsExactlyElementsOf(newestFirst);
    }

    @Test
    void largeResultsAreNotInMemoryAllAtOnce() {
        // Given three results of over 5 MiB each
        for (int i = 0; i < 3; i++) {
            JobAdmitted admitted = Events.admitted(toReply("large.answers"));
            AttemptDispatched order = Events.dispatched(admitted, Events.ACME);
            write(List.of(admitted, Events.answered(order, "x".repeat(5_500_000))));
        }

        // Then a page has two of them and goes on with the third
        JobStore.Page first = await(store.list(filter(null, null, 50)));
        assertThat(first.jobs()).hasSize(2);
        assertThat(first.more()).isTrue();
        JobStore.Page rest = await(store.list(filter(null, cursor(first.jobs().getLast()), 50)));
        assertThat(rest.jobs()).hasSize(1);
        assertThat(rest.more()).isFalse();

        // And so they are replied
        assertThat(await(replies.take(Duration.ofMinutes(1)))).hasSize(2);
        assertThat(await(replies.take(Duration.ofMinutes(1)))).hasSize(1);
    }

    @Test
    void anAnswerWithANulIsKeptWithoutIt() {
        JobAdmitted admitted = Events.admitted("hello");
        AttemptDispatched order = Events.dispatched(admitted, Events.ACME);

        write(List.of(admitted, Events.answered(order, "a\u0000b and \\u0000 in letters")));

        assertThat(Objects.requireNonNull(find(admitted).result()).path("output").asText())
                .isEqualTo("a\ufffdb and \\u0000 in letters");
    }

    @Test
    void anotherTenantDoesNotTakeAJobOver() {
        JobAdmitted admitted = Events.admitted("hello");
        write(List.of(admitted));

        write(
                List.of(
                        new JobAdmitted(
                                admitted.jobId(),
                                "intruder",
                                admitted.job(),
                                admitted.admittedAt(),
                                admitted.deadline(),
                                3,
                                false,
                                null,
                                null)));

        assertThat(await(store.find(admitted.jobId().value(), "intruder"))).isEmpty();
        assertThat(find(admitted).replyPartition()).isEqualTo(admitted.replyPartition());
    }

    @Test
    void aResultForAReplyTopicIsTakenOnceAndAgainWhenItWasNotSent() {
        // Given
        JobAdmitted plain = Events.admitted("no reply");
        JobAdmitted admitted = Events.admitted(toReply("team-a.answers"));
        AttemptDispatched order = Events.dispatched(admitted, Events.ACME);
        assertThat(write(List.of(plain, admitted))).isFalse();
        assertThat(await(replies.take(Duration.ofMinutes(1)))).isEmpty();

        // When
        assertThat(write(List.of(Events.answered(order, "an answer")))).isTrue();
        List<ReplyStore.Reply> taken = await(replies.take(Duration.ofMinutes(1)));

        // Then
        assertThat(taken)
                .singleElement()
                .satisfies(reply -> {
                    assertThat(reply.jobId()).isEqualTo(admitted.jobId().value());
                    assertThat(reply.topic()).isEqualTo("team-a.answers");
                    assertThat(reply.result()).contains("an answer");
                });
        assertThat(await(replies.take(Duration.ofMinutes(1)))).isEmpty();

        // And when its topic refused it
        await(replies.later(admitted.jobId().value(), 1, Duration.ofMillis(-1)));
        assertThat(await(replies.take(Duration.ofMinutes(1))))
                .singleElement()
                .satisfies(reply -> assertThat(reply.tries()).isEqualTo(1));

        // And when it was sent
        await(replies.done(admitted.jobId().value()));
        assertThat(write(List.of(Events.answered(order, "an answer")))).isFalse();
        assertThat(await(replies.take(Duration.ofMinutes(1)))).isEmpty();
    }

    private static Job toReply(String topic) {
        return new Job(
                null, ChatInput.of("hi"), null, null, null, null, null, null, null, null, topic);
    }

    @Test
    void onlyOpenJobsPastTheirDeadlineAreOverdue() {
        JobAdmitted open = Events.admitted("open");
        JobAdmitted ended = Events.admitted("ended");
        write(List.of(open, ended, Events.ended(ended, JobStatus.FAILED, ErrorClass.NO_CANDIDATE)));

        assertThat(await(store.overdue(open.deadline().plusSeconds(1))))
                .extracting(StoredJob::jobId)
                .containsExactly(open.jobId().value());
        assertThat(await(store.overdue(open.deadline()))).isEmpty();
    }

    @Test
    void endedJobsAreForgottenWithTheirAttempts() {
        JobAdmitted admitted = Events.admitted("hello");
        AttemptDispatched order = Events.dispatched(admitted, Events.ACME);
        write(List.of(admitted, Events.started(order, "r1"), Events.answered(order, "x")));

        boolean more = await(store.deleteEndedBefore(Instant.now().plusSeconds(60)));

        assertThat(more).isFalse();
        assertThat(await(store.find(admitted.jobId().value(), Events.TENANT))).isEmpty();
        assertThat(await(pool.query("select 1 from gateway.attempts").execute()).rowCount())
                .isZero();
    }

    private StoredJob find(JobAdmitted admitted) {
        return await(store.find(admitted.jobId().value(), Events.TENANT)).orElseThrow();
    }

    private boolean write(List<SignalboxRecord> records) {
        StoreBatch batch = new StoreBatch();
        records.forEach(record -> batch.add(record, Instant.now()));
        return store.write(JobStore.Rows.of(batch)).await().atMost(LIMIT);
    }

    private List<StoredJob> list(JobStore.Filter filter) {
        return await(store.list(filter)).jobs();
    }

    private static JobCursor cursor(StoredJob job) {
        return new JobCursor(Objects.requireNonNull(job.admittedAt()), job.jobId());
    }

    private static JobStore.Filter filter(
            @Nullable JobStatus status, @Nullable JobCursor before, int limit) {
        return new JobStore.Filter(status, Events.TENANT, null, null, null, before, limit);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
