package io.signalbox.gateway.admission;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Gives the broker what was noted and never accepted, because its gateway died in between; forgets
 * ids, keys and batches after the store's retention.
 */
@ApplicationScoped
class SubmissionSweeper {

    private static final Logger LOG = Logger.getLogger(SubmissionSweeper.class);
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(20);

    private final SubmissionStore store;
    private final BatchStore batches;
    private final Admission admission;
    private final Duration pendingAfter;
    private final Duration retention;
    private volatile boolean stopping;

    SubmissionSweeper(
            SubmissionStore store, BatchStore batches, Admission admission, GatewayConfig config) {
        this.store = store;
        this.batches = batches;
        this.admission = admission;
        this.pendingAfter = config.submissions().pendingAfter();
        this.retention = config.store().retention();
    }

    @Scheduled(
            identity = "gateway-submissions",
            every = "2s",
            delayed = "2s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void finishPending() {
        quietly(() -> {
            for (Submission.Row row :
                    store.takeOver(Instant.now().minus(pendingAfter)).await().atMost(QUERY_LIMIT)) {
                quietly(() -> finish(row));
            }
        });
    }

    private void finish(Submission.Row row) {
        try {
            admission.accept(row.record());
        } catch (ApiException e) {
            if (e.status() < 500) {
                store.refused(row.jobId()).await().atMost(QUERY_LIMIT);
            }
            throw e;
        }
        store.accepted(row.jobId()).await().atMost(QUERY_LIMIT);
        LOG.infof("a submission left over was accepted, jobId=%s", row.jobId());
    }

    @Scheduled(
            identity = "gateway-submissions-retention",
            every = "60s",
            delayed = "60s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void forget() {
        Instant moment = Instant.now().minus(retention);
        quietly(() -> repeat(store.forgetBefore(moment)));
        quietly(() -> repeat(batches.forgetBefore(moment)));
    }

    /** As long as there may be more. */
    private void repeat(Uni<Boolean> forget) {
        boolean more = true;
        while (more && !stopping) {
            more = forget.await().atMost(QUERY_LIMIT);
        }
    }

    private void quietly(Runnable work) {
        if (stopping) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            // The store's consumer tells of a Postgres that is away.
            LOG.debugf("submissions not swept now: %s", e.getMessage());
        }
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        stopping = true;
    }
}
