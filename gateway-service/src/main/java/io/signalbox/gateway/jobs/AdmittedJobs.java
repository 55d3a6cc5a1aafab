package io.signalbox.gateway.jobs;

import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.store.StoredJob;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Looks up jobs whose records somebody is to read or write. The store reads several topics and may
 * have a job's plan before its admission: such a job is waited for, as one is that the store has
 * not seen at all. Thread-safe.
 */
@Singleton
public final class AdmittedJobs {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Function<JobId, Optional<StoredJob>> store;
    private final Duration patience;

    @Inject
    AdmittedJobs(YoungJobs jobs, GatewayConfig config) {
        this(jobId -> jobs.find(jobId, Admission.DEFAULT_TENANT), config.store().youngJobWait());
    }

    /**
     * @param store may block, and fails with an {@link ApiException} where it cannot tell
     * @param patience how long an admission is waited for
     */
    AdmittedJobs(Function<JobId, Optional<StoredJob>> store, Duration patience) {
        this.store = store;
        this.patience = patience;
    }

    /**
     * Blocks.
     *
     * @throws ApiException 404 where there is no such job, 503 while its admission is not read
     */
    public AdmittedJob find(JobId jobId) {
        long begun = System.nanoTime();
        while (true) {
            Optional<AdmittedJob> admitted = AdmittedJob.of(stored(jobId));
            if (admitted.isPresent()) {
                return admitted.get();
            }
            if (System.nanoTime() - begun >= patience.toNanos()) {
                throw ApiException.away(
                        "store_unavailable",
                        "the job store has not read the whole job yet; try again",
                        Duration.ofSeconds(1));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private StoredJob stored(JobId jobId) {
        return store.apply(jobId)
                .orElseThrow(() -> ApiException.notFound("no job %s".formatted(jobId)));
    }
}
