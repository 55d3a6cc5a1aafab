package io.signalbox.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.gateway.SharedPostgres;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.testsupport.Events;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPostgres.class)
class BatchStoreIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Instant IN_TIME = Instant.MAX;

    private final Pool pool;
    private final BatchStore store;
    private final SubmissionStore submissions;

    BatchStoreIT(Pool pool) {
        this.pool = pool;
        this.store = new BatchStore(pool);
        this.submissions = new SubmissionStore(pool);
    }

    @BeforeEach
    void empty() {
        await(pool.query("truncate gateway.batches, gateway.submissions, gateway.jobs").execute());
    }

    @Test
    void itsJobsAreNotedSoThatTheSweeperFindsWhatTheBrokerDoesNotHave() {
        // Given
        Batch batch = batch(null, "a", "b\u0000", "c");

        // When
        assertThat(await(store.note(batch, IN_TIME))).isEmpty();
        await(store.accepted(batch.jobIds().subList(0, 1)));
        await(
                pool.query("update gateway.submissions set claimed_at = now() - interval '1 min'")
                        .execute());

        // Then
        assertThat(await(submissions.takeOver(Instant.now().minusSeconds(10))))
                .extracting(Submission.Row::record)
                .containsExactlyInAnyOrder(
                        batch.jobs().get(1).admitted(), batch.jobs().get(2).admitted());
    }

    @Test
    void nothingIsNotedOfABatchThatWasRefusedMeanwhile() {
        assertThatThrownBy(() -> await(store.note(batch(null, "a"), Instant.now().minusMillis(1))))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(503));
        assertThat(count("submissions")).isZero();
        assertThat(count("batches")).isZero();
    }

    @Test
    void theSameKeyIsTheSameBatchAndAnotherBodyUnderItAConflict() {
        Batch first = batch("k1", "a", "b");
        await(store.note(first, IN_TIME));
        await(store.accepted(first.jobIds().subList(0, 1)));

        assertThat(await(store.note(batch("k1", "a", "b"), IN_TIME))).contains(first.id());
        assertThatThrownBy(() -> await(store.note(batch("k1", "a", "b", "c"), IN_TIME)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> {
                            assertThat(e.status()).isEqualTo(409);
                            assertThat(e.param()).isEqualTo("Idempotency-Key");
                            assertThat(e).hasMessageContaining(first.id().value());
                        });
        assertThat(count("submissions")).isEqualTo(2);
    }

    @Test
    void aJobThatWasSubmittedBeforeKeepsTheWholeBatchOut() {
        Batch first = batch(null, "a");
        await(store.note(first, IN_TIME));
        Submission known = first.jobs().getFirst();
        Batch second =
                new Batch(
                        JobId.create(),
                        Events.TENANT,
                        null,
                        "hash",
                        List.of(submission(JobId.create(), "b"), known));

        assertThatThrownBy(() -> await(store.note(second, IN_TIME)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> {
                            assertThat(e.status()).isEqualTo(409);
                            assertThat(e.param()).isEqualTo("[1].id");
                        });
        assertThat(count("submissions")).isEqualTo(1);
        assertThat(count("batches")).isEqualTo(1);
    }

    @Test
    void ofManyEqualAtOnceOneIsNoted() {
        List<Batch> equal = IntStream.range(0, 10).mapToObj(i -> batch("k1", "a", "b")).toList();

        List<Boolean> noted =
                await(Uni.join().all(equal.stream().map(this::isNoted).toList()).andFailFast());

        assertThat(noted).containsOnlyOnce(true);
        assertThat(count("submissions")).isEqualTo(2);
    }

    @Test
    void whatTheBrokerDidNotTakeMayComeAgainUnderTheSameIds() {
        Batch batch = batch("k1", "a", "b");
        await(store.note(batch, IN_TIME));

        await(store.forget(batch));

        assertThat(count("submissions")).isZero();
        Batch again = batch("k1", "a", "b");
        assertThat(await(store.note(again, IN_TIME))).isEmpty();
        assertThat(again.jobIds()).isEqualTo(batch.jobIds());
    }

    @Test
    void howItsJobsFareIsTheJobStoresWord() {
        Batch batch = batch(null, "a", "b");
        await(store.note(batch, IN_TIME));
        await(
                pool.query(
                                "insert into gateway.jobs (job_id, tenant, status, status_rank) values ('%s', 't', 'failed', 4)"
                                        .formatted(batch.jobIds().getLast()))
                        .execute());

        StoredBatch found = await(store.find(batch.id(), Events.TENANT)).orElseThrow();

        assertThat(found.jobs())
                .containsExactly(
                        new StoredBatch.Member(
                                batch.jobIds().getFirst().value(), JobStatus.ACCEPTED),
                        new StoredBatch.Member(batch.jobIds().getLast().value(), JobStatus.FAILED));
        assertThat(await(store.find(batch.id(), "another"))).isEmpty();
        await(store.forgetBefore(Instant.now().plusSeconds(1)));
        assertThat(await(store.find(batch.id(), Events.TENANT))).isEmpty();
    }

    /** 503 while it is another's, and the broker has none of it. */
    private Uni<Boolean> isNoted(Batch batch) {
        return store.note(batch, IN_TIME)
                .map(Optional::isEmpty)
                .onFailure(e -> e instanceof ApiException told && told.status() == 503)
                .recoverWithItem(false);
    }

    private static Batch batch(@Nullable String key, String... texts) {
        String hash = BodyHash.sha256(String.join("/", texts).getBytes(StandardCharsets.UTF_8));
        Batch.Ids ids = Batch.Ids.of(Events.TENANT, key, hash);
        return new Batch(
                ids.ofBatch(),
                Events.TENANT,
                key,
                hash,
                IntStream.range(0, texts.length)
                        .mapToObj(i -> submission(ids.ofJob(i), texts[i]))
                        .toList());
    }

    private static Submission submission(JobId id, String text) {
        JobAdmitted admitted =
                new JobAdmitted(
                        id,
                        Events.TENANT,
                        Job.chat("auto", ChatInput.of(text)),
                        Events.NOON,
                        Events.NOON.plusSeconds(60),
                        3,
                        false,
                        null,
                        null);
        return Submission.of(admitted, null, null);
    }

    private int count(String table) {
        return await(pool.query("select 1 from gateway." + table).execute()).rowCount();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
