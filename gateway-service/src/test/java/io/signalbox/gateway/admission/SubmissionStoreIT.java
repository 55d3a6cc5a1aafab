package io.signalbox.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.SharedPostgres;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.testsupport.Events;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPostgres.class)
class SubmissionStoreIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Pool pool;
    private final SubmissionStore store;

    SubmissionStoreIT(Pool pool) {
        this.pool = pool;
        this.store = new SubmissionStore(pool);
    }

    @BeforeEach
    void empty() {
        await(pool.query("truncate gateway.submissions, gateway.jobs").execute());
    }

    @Test
    void aNewKeyIsOpenAndItsRepeatIsTheSameJob() {
        // Given
        Submission first = keyed("k1", "hello");
        Submission second = keyed("k1", "hello");

        // When
        Claim opened = claim(first);
        await(store.accepted(opened.jobId()));
        Claim repeated = claim(second);

        // Then
        assertThat(opened).isEqualTo(new Claim.Open(first.admitted(), true, false));
        assertThat(repeated).isInstanceOf(Claim.Taken.class);
        assertThat(repeated.jobId()).isEqualTo(first.admitted().jobId());
        assertThat(repeated.deadline()).isEqualTo(first.admitted().deadline());
    }

    @Test
    void whoDiedBetweenNoteAndBrokerIsRepeatedWithTheSameRecord() {
        Submission first = keyed("k1", "hello");
        claim(first);

        // Same job, same deadline, same reply partition
        assertThat(claim(keyed("k1", "hello")))
                .isEqualTo(new Claim.Open(first.admitted(), true, true));
    }

    @Test
    void whatWasRefusedComesAgainUnderItsIdAndPartitionWithANewDeadline() {
        Submission first = keyed("k1", "hello");
        claim(first);
        await(store.refused(first.admitted().jobId()));
        Submission second = keyed("k1", "hello", Events.NOON.plusSeconds(30));

        Claim again = claim(second);

        assertThat(again.jobId()).isEqualTo(first.admitted().jobId());
        assertThat(again.deadline()).isEqualTo(second.admitted().deadline());
        assertThat(await(store.takeOver(Instant.now().plusSeconds(1))))
                .extracting(Submission.Row::jobId)
                .containsExactly(first.admitted().jobId());
    }

    @Test
    void whatWasRefusedAlthoughTheBrokerHadItIsNotRunAgain() {
        // Given an acknowledgement that got lost: the job store has read the job since
        Submission first = keyed("k1", "hello");
        claim(first);
        JobId jobId = first.admitted().jobId();
        await(store.refused(jobId));
        await(
                pool.preparedQuery(
                                "insert into gateway.jobs (job_id, admitted_at) values ($1, now())")
                        .execute(Tuple.of(jobId.value())));

        // Then
        assertThat(await(store.isAdmitted(jobId))).isTrue();
        assertThat(claim(keyed("k1", "hello"))).isInstanceOf(Claim.Taken.class);
    }

    @Test
    void anotherBodyUnderTheSameKeyIsAConflict() {
        claim(keyed("k1", "hello"));

        assertThatThrownBy(() -> claim(keyed("k1", "good bye")))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> {
                            assertThat(e.status()).isEqualTo(409);
                            assertThat(e.param()).isEqualTo("Idempotency-Key");
                            assertThat(e).hasMessageContaining("'k1'");
                        });
    }

    @Test
    void anotherBodyUnderTheSameIdIsAConflictAndSoIsAnotherTenant() {
        JobId id = JobId.create();
        claim(withId(id, Events.TENANT, "hello", null));

        assertThatThrownBy(() -> claim(withId(id, Events.TENANT, "good bye", null)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.param()).isEqualTo("id"));
        assertThatThrownBy(() -> claim(withId(id, "another", "hello", null)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(409));
    }

    @Test
    void tenantsMayUseTheSameKey() {
        Job job = Job.chat("auto", ChatInput.of("hello"));
        JobAdmitted other =
                new JobAdmitted(
                        JobId.create(),
                        "another",
                        job,
                        Events.NOON,
                        Events.NOON.plusSeconds(60),
                        0,
                        false,
                        null,
                        null);
        claim(keyed("k1", "hello"));

        assertThat(claim(Submission.of(other, "k1", null))).isInstanceOf(Claim.Open.class);
    }

    @Test
    void theSourceTellsARedeliveryFromADuplicate() {
        JobId id = JobId.create();
        claim(withId(id, Events.TENANT, "hello", "jobs-0@7"));
        await(store.accepted(id));

        Claim taken = claim(withId(id, Events.TENANT, "hello", "jobs-3@1"));

        assertThat(taken)
                .isInstanceOfSatisfying(
                        Claim.Taken.class, t -> assertThat(t.source()).isEqualTo("jobs-0@7"));
    }

    @Test
    void ofManyEqualAtOnceOneIsNoted() {
        List<Submission> equal =
                IntStream.range(0, 20).mapToObj(i -> keyed("k1", "hello")).toList();

        List<Claim> claims =
                Uni.join()
                        .all(equal.stream().map(store::claim).toList())
                        .andFailFast()
                        .await()
                        .atMost(LIMIT);

        assertThat(claims).extracting(Claim::jobId).containsOnly(claims.getFirst().jobId());
        assertThat(await(pool.query("select 1 from gateway.submissions").execute()).rowCount())
                .isEqualTo(1);
    }

    @Test
    void pendingIsWhatTheBrokerDoesNotHave() {
        Submission submission = keyed("k1", "hello");
        JobId id = submission.admitted().jobId();
        claim(submission);

        assertThat(await(store.isPending(id, Events.TENANT))).isTrue();
        assertThat(await(store.isPending(id, "another"))).isFalse();
        await(store.accepted(id));
        assertThat(await(store.isPending(id, Events.TENANT))).isFalse();
    }

    @Test
    void onlyWhatIsPendingForLongIsTakenOverAndByOneOnly() {
        Submission pending = keyed("k1", "pending");
        Submission accepted = keyed("k2", "accepted");
        Submission refused = keyed("k3", "refused");
        List.of(pending, accepted, refused).forEach(this::claim);
        await(store.accepted(accepted.admitted().jobId()));
        await(store.refused(refused.admitted().jobId()));

        assertThat(await(store.takeOver(Instant.now().minusSeconds(60)))).isEmpty();
        await(
                pool.query("update gateway.submissions set claimed_at = now() - interval '1 min'")
                        .execute());
        List<Submission.Row> taken = await(store.takeOver(Instant.now().minusSeconds(10)));

        assertThat(taken)
                .singleElement()
                .satisfies(row -> assertThat(row.record()).isEqualTo(pending.admitted()));
        assertThat(await(store.takeOver(Instant.now().minusSeconds(10)))).isEmpty();
    }

    @Test
    void keysAreForgottenWithTime() {
        Submission old = keyed("k1", "hello");
        claim(old);
        await(store.accepted(old.admitted().jobId()));

        await(store.forgetBefore(Events.NOON.plusSeconds(1)));

        assertThat(claim(keyed("k1", "good bye"))).isInstanceOf(Claim.Open.class);
    }

    private Claim claim(Submission submission) {
        return await(store.claim(submission));
    }

    private static Submission keyed(String key, String text) {
        return keyed(key, text, Events.NOON);
    }

    private static Submission keyed(String key, String text, Instant at) {
        Job job = Job.chat("auto", ChatInput.of(text));
        return Submission.of(Events.admitted(JobId.create(), job, at), key, null);
    }

    private static Submission withId(
            JobId id, String tenant, String text, @Nullable String source) {
        Job job =
                new Job(
                        id.value(),
                        ChatInput.of(text),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        return Submission.of(
                new JobAdmitted(
                        id,
                        tenant,
                        job,
                        Events.NOON,
                        Events.NOON.plusSeconds(60),
                        0,
                        false,
                        null,
                        null),
                null,
                source);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
