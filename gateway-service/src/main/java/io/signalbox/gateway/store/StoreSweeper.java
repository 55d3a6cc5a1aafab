package io.signalbox.gateway.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Admission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends jobs whose deadline has passed without an end, and forgets jobs that ended long ago.
 *
 * <p>A job is expired only when the store has read everything that could end it: results are read
 * to their end as of after the deadline. Two gateways may expire the same job; the first end
 * stands.
 */
@ApplicationScoped
public class StoreSweeper {

    private static final Logger LOG = Logger.getLogger(StoreSweeper.class);
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(20);

    private final JobStore store;
    private final StoreSchema schema;
    private final StoreLag lag;
    private final Admission admission;
    private final GatewayConfig.StoreConfig config;
    private volatile boolean stopping;
    private volatile @Nullable Overdue overdue;

    /**
     * Jobs that seemed to have no end: whoever still has none once the store has read all ends that
     * were there at that moment had none. Not "once it has read all there are": with results coming
     * all the time it never has.
     *
     * @param before of their deadlines
     * @param ends how far the store must have read
     */
    private record Overdue(Instant before, StoreLag.Mark ends) {}

    StoreSweeper(
            JobStore store,
            StoreSchema schema,
            StoreLag lag,
            Admission admission,
            GatewayConfig config) {
        this.store = store;
        this.schema = schema;
        this.lag = lag;
        this.admission = admission;
        this.config = config.store();
    }

    @Scheduled(
            identity = "gateway-expire",
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void expire() {
        if (stopping || !schema.isReady()) {
            return;
        }
        try {
            Overdue found = overdue;
            if (found == null) {
                found = look(Instant.now().minus(config.expiryGrace()));
                overdue = found;
            }
            if (found != null && lag.isPast(found.ends())) {
                overdue = null;
                overdue(found.before()).forEach(this::expire);
            }
        } catch (RuntimeException e) {
            if (stopping) {
                return;
            }
            LOG.warnf("overdue jobs not expired now: %s", e.getMessage());
        }
    }

    private @Nullable Overdue look(Instant before) {
        return overdue(before).isEmpty() ? null : new Overdue(before, lag.markOfResults());
    }

    private List<StoredJob> overdue(Instant before) {
        return store.overdue(before).await().atMost(QUERY_LIMIT);
    }

    private void expire(StoredJob job) {
        Integer replyPartition = job.replyPartition();
        Instant admittedAt = job.admittedAt();
        if (replyPartition == null || admittedAt == null) {
            return;
        }
        JobResult end =
                JobResult.ended(
                        JobId.parse(job.jobId()),
                        JobStatus.EXPIRED,
                        AttemptError.of(
                                ErrorClass.EXPIRED,
                                "the job did not end before its deadline " + job.deadline()),
                        Duration.between(admittedAt, Instant.now()).toMillis(),
                        List.of(),
                        Map.of());
        admission.end(new JobFinished(end), replyPartition).await().atMost(QUERY_LIMIT);
    }

    @Scheduled(
            identity = "gateway-retention",
            every = "60s",
            delayed = "60s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void forget() {
        if (stopping || !schema.isReady()) {
            return;
        }
        try {
            Instant moment = Instant.now().minus(config.retention());
            boolean more = true;
            while (more && !stopping) {
                more = store.deleteEndedBefore(moment).await().atMost(QUERY_LIMIT);
            }
        } catch (RuntimeException e) {
            if (stopping) {
                return;
            }
            LOG.warnf("old jobs not deleted now: %s", e.getMessage());
        }
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        stopping = true;
    }
}
