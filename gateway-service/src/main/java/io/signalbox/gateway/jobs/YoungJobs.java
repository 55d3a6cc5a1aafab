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
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Looks a job up and waits for the store where the job may be too young to be there: a job that was
 * accepted is never told to be unknown.
 */
@ApplicationScoped
public class YoungJobs {

    private static final Logger LOG = Logger.getLogger(YoungJobs.class);
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /** The store says this much later how far it has read. */
    private static final Duration COMMITTED = Duration.ofSeconds(2);

    private final JobStore store;
    private final StoreLag lag;
    private final Submissions submissions;
    private final Duration patience;

    YoungJobs(JobStore store, StoreLag lag, Submissions submissions, GatewayConfig config) {
        this.store = store;
        this.lag = lag;
        this.submissions = submissions;
        this.patience = config.store().youngJobWait();
    }

    /**
     * Empty only where there is no such job. Blocks.
     *
     * @throws ApiException 503 while the store is too far behind to tell
     */
    public Optional<StoredJob> find(JobId jobId, String tenant) {
        Optional<StoredJob> found = await(store.find(jobId.value(), tenant));
        return found.isPresent() ? found : awaitJob(jobId, tenant);
    }

    /** Looks until the job is there, or the store has read all that was admitted before. */
    private Optional<StoredJob> awaitJob(JobId jobId, String tenant) {
        Instant until = Instant.now().plus(patience).plus(COMMITTED);
        boolean pending = await(submissions.isPending(jobId, tenant));
        StoreLag.Mark mark = told(() -> lag.markOf(jobId));
        while (true) {
            boolean all = told(() -> lag.isPast(mark));
            Optional<StoredJob> found = await(store.find(jobId.value(), tenant));
            if (found.isPresent() || (all && !pending)) {
                return found;
            }
            if (all) {
                throw away("job %s is noted and not given to the broker yet".formatted(jobId));
            }
            if (Instant.now().isAfter(until)) {
                throw away(
                        "the job store is behind: whether there is a job %s is not known yet"
                                .formatted(jobId));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private static <T> T told(Supplier<T> question) {
        try {
            return question.get();
        } catch (IllegalStateException e) {
            LOG.warnf("how far the job store has read is not known: %s", e.getMessage());
            throw away("the message broker does not tell how far the job store has read");
        }
    }

    private static ApiException away(String why) {
        return ApiException.away("store_unavailable", why + "; try again", Duration.ofSeconds(2));
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
