package io.signalbox.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.SharedPostgres;
import io.signalbox.gateway.http.ApiException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that come again after the broker has forgotten how far the gateway had read. */
@ExtendWith(SharedPostgres.class)
class OldRecordsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Pool pool;
    private final OldRecords records;

    OldRecordsIT(Pool pool) {
        this.pool = pool;
        this.records = new OldRecords(new SubmissionStore(pool), LIMIT, RETENTION);
    }

    @Test
    void anOldOneThatWasTakenIsKnown() {
        SourceRecord taken = aged(Duration.ofDays(20), 1);
        SourceRecord missed = aged(Duration.ofDays(20), 2);
        admit(taken.jobId(), taken.at());

        assertThat(records.isAdmitted(taken.jobId(), taken, NOW)).isTrue();
        assertThat(records.isAdmitted(missed.jobId(), missed, NOW)).isFalse();
    }

    @Test
    void olderThanTheJobsThatAreKeptIsRefused() {
        records.check(aged(Duration.ofDays(29), 3), NOW);

        assertThatThrownBy(() -> records.check(aged(Duration.ofDays(31), 4), NOW))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> {
                            assertThat(e.status()).isEqualTo(400);
                            assertThat(e.code()).isEqualTo("record_too_old");
                            assertThat(e.getMessage())
                                    .contains(
                                            "2026-10-22T10:00:00Z",
                                            "30 days",
                                            "send the job again");
                        });
    }

    @Test
    void aTimeThatIsNoneIsLookedUpLikeAnOldOne() {
        SourceRecord of1970 = new SourceRecord("signalbox.jobs", 0, 6, Instant.ofEpochSecond(1));

        assertThatCode(() -> records.check(of1970, NOW)).doesNotThrowAnyException();
        assertThat(records.isAdmitted(of1970.jobId(), of1970, NOW)).isFalse();
        admit(of1970.jobId(), NOW);
        assertThat(records.isAdmitted(of1970.jobId(), of1970, NOW)).isTrue();
    }

    @Test
    void whatTheGuardsRememberIsTakenHoweverShortJobsAreKept() {
        OldRecords forgetful =
                new OldRecords(new SubmissionStore(pool), LIMIT, Duration.ofHours(1));

        assertThatCode(() -> forgetful.check(aged(Duration.ofHours(5), 5), NOW))
                .doesNotThrowAnyException();
    }

    private void admit(JobId jobId, Instant at) {
        pool.preparedQuery(
                        "insert into gateway.jobs (job_id, status, status_rank, progress, admitted_at) values ($1, 'succeeded', 4, 0, $2)")
                .execute(Tuple.of(jobId.value(), at.atOffset(ZoneOffset.UTC)))
                .await()
                .atMost(LIMIT);
    }

    private static SourceRecord aged(Duration age, long offset) {
        return new SourceRecord("signalbox.jobs", 0, offset, NOW.minus(age));
    }
}
