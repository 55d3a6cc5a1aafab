package io.signalbox.gateway.jobs;

import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Submissions;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.store.JobStore;
import io.signalbox.gateway.store.StoredJob;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Looks a job up and waits for the store where the job may be too young to be there: a job that was
 * accepted is never told to be unknown.
 */
@ApplicationScoped
public class YoungJobs {

    private static final Logger LOG = Logger.getLogger(YoungJobs.class);
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final JobStore store;
    private final Submissions submissions;
    private final Duration patience;

    YoungJobs(JobStore store, Submissions submissions, GatewayConfig config) {
        this.store = store;
        this.submissions = submissions;
        this.patience = config.store().youngJobWait();
    }

    /** Empty only where there is no such job. Blocks. */
    public Optional<StoredJob> find(JobId jobId, String tenant) {
        Instant now = Instant.now();
        Instant made = jobId.createdAt().filter(now::isAfter).orElse(now);
        Optional<StoredJob> found = awaitJob(jobId, tenant, made.plus(patience));
        // An id of the caller's own may be older than its job.
        return found.isEmpty() && await(submissions.isKnown(jobId))
                ? awaitJob(jobId, tenant, now.plus(patience))
                : found;
    }

    private Optional<StoredJob> awaitJob(JobId jobId, String tenant, Instant until) {
        while (true) {
            Optional<StoredJob> found = await(store.find(jobId.value(), tenant));
            if (found.isPresent() || Instant.now().isAfter(until)) {
                return found;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    <T> T await(Uni<T> query) {
        try {
            return query.await().atMost(QUERY_LIMIT.plus(patience));
        } catch (RuntimeException e) {
            LOG.warnf("the job store does not answer: %s", e.getMessage());
            throw ApiException.away(
                    "store_unavailable",
                    "the job store does not answer now; jobs go on meanwhile",
                    Duration.ofSeconds(2));
        }
    }
}
