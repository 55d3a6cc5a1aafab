package io.signalbox.gateway.jobs;

import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Submissions;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.store.JobStore;
import io.signalbox.gateway.store.StoreLag;
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

    /** Longer than any store is behind; an older id that it does not know is not asked after. */
    private static final Duration YOUNG = Duration.ofHours(1);

    /** The store says this much later how far it has read. */
    private static final Duration COMMITTED = Duration.ofSeconds(2);

    private final JobStore store;
    private final Submissions submissions;
    private final StoreLag lag;
    private final Duration patience;

    YoungJobs(JobStore store, Submissions submissions, StoreLag lag, GatewayConfig config) {
        this.store = store;
        this.submissions = submissions;
        this.lag = lag;
        this.patience = config.store().youngJobWait();
    }

    /**
     * Empty only where there is no such job. Blocks.
     *
     * @throws ApiException 503 while the store is too far behind to tell
     */
    public Optional<StoredJob> find(JobId jobId, String tenant) {
        Instant now = Instant.now();
        Instant made = jobId.createdAt().filter(now::isAfter).orElse(now);
        Optional<StoredJob> found = awaitJob(jobId, tenant, made.plus(patience));
        if (found.isPresent()) {
            return found;
        }
        // An id of the caller's own may be older than its job.
        boolean known = await(submissions.isKnown(jobId));
        if (!known && made.plus(YOUNG).isBefore(now)) {
            return Optional.empty();
        }
        if (!awaitRead(jobId, now.plus(patience).plus(COMMITTED))) {
            throw ApiException.away(
                    "store_unavailable",
                    "the job store is behind: it has not read yet whether there is a job %s; try again"
                            .formatted(jobId),
                    Duration.ofSeconds(2));
        }
        return await(store.find(jobId.value(), tenant));
    }

    /** Whether the store has read, within that time, all that was admitted by now. */
    private boolean awaitRead(JobId jobId, Instant until) {
        try {
            StoreLag.Mark mark = lag.markOf(jobId);
            while (!lag.isPast(mark)) {
                if (Instant.now().isAfter(until)) {
                    return false;
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
            return true;
        } catch (IllegalStateException e) {
            LOG.debugf("no offsets to tell whether the job store is behind: %s", e);
            return false;
        }
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
