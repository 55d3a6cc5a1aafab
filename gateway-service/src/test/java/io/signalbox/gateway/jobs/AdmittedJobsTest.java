package io.signalbox.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.store.StoredJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmittedJobsTest {

    private static final JobId JOB = JobId.create();
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(5);

    private final StoredJob planOnly = stored(null, null);
    private final StoredJob whole = stored(7, NOON);

    @Test
    void aJobWhosePlanIsReadBeforeItsAdmissionIsWaitedFor() {
        // Given
        Queue<StoredJob> looks =
                new ArrayDeque<>(List.of(planOnly, stored(7, null), stored(null, NOON), whole));

        // When
        AdmittedJob found = new AdmittedJobs(_ -> Optional.of(looks.remove()), LONG).find(JOB);

        // Then
        assertThat(found).isEqualTo(new AdmittedJob(whole, 7, NOON));
        assertThat(looks).isEmpty();
    }

    @Test
    void whatStaysWithoutAnAdmissionIsRefusedForNow() {
        AdmittedJobs jobs = new AdmittedJobs(_ -> Optional.of(planOnly), Duration.ZERO);

        assertThatThrownBy(() -> jobs.find(JOB))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(503));
    }

    @Test
    void aJobThatIsNotThereIsNotWaitedForAgain() {
        AdmittedJobs jobs = new AdmittedJobs(_ -> Optional.empty(), LONG);

        assertThatThrownBy(() -> jobs.find(JOB))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    private static StoredJob stored(
            @Nullable Integer replyPartition, @Nullable Instant admittedAt) {
        return new StoredJob(
                JOB.value(),
                null,
                JobStatus.ROUTED,
                null,
                null,
                null,
                replyPartition,
                admittedAt,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
