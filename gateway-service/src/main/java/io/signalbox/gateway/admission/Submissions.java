package io.signalbox.gateway.admission;

import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets a caller say that two submissions are one: by the job's {@code id} or by an {@code
 * Idempotency-Key}. Such a submission is noted in Postgres before the broker gets it; one with
 * neither touches no table.
 */
@ApplicationScoped
public class Submissions {

    private static final Logger LOG = Logger.getLogger(Submissions.class);

    private final Admission admission;
    private final SubmissionStore store;
    private final OldRecords oldRecords;
    private final Duration timeout;

    Submissions(
            Admission admission,
            SubmissionStore store,
            OldRecords oldRecords,
            GatewayConfig config) {
        this.admission = admission;
        this.store = store;
        this.oldRecords = oldRecords;
        this.timeout = config.submissions().timeout();
    }

    /**
     * Checks a job that came by HTTP and says whether it is new. Blocks where it has an id or key.
     *
     * @throws ApiException 400 with what is wrong, 409 where the id or key names another job, 503
     *     where it has one and Postgres does not answer
     */
    public Claim claim(Job job, String tenant, boolean streamed, @Nullable String idempotencyKey) {
        IdempotencyKey.check(idempotencyKey);
        JobAdmitted admitted = admission.prepare(job, tenant, streamed);
        return job.id() == null && idempotencyKey == null
                ? new Claim.Open(admitted, false, false)
                : claim(Submission.of(admitted, idempotencyKey, null));
    }

    /**
     * Says whether a job that came by Kafka is new. Blocks where its caller gave an id or its
     * record is old.
     *
     * @throws ApiException 400 for a record that is older than what the job store keeps, 409 where
     *     the id names another job, 503 where Postgres is needed and does not answer
     */
    public Claim claim(JobAdmitted admitted, SourceRecord source) {
        oldRecords.check(source, admitted.admittedAt());
        if (admitted.job().id() != null) {
            return claim(Submission.of(admitted, null, source.place()));
        }
        return oldRecords.isAdmitted(admitted.jobId(), source, admitted.admittedAt())
                ? new Claim.Taken(
                        admitted.jobId(),
                        admitted.admittedAt(),
                        admitted.deadline(),
                        source.place())
                : new Claim.Open(admitted, false, false);
    }

    /**
     * Whether the job stands in Postgres and the broker does not have it yet, as jobs of a batch.
     */
    public Uni<Boolean> isPending(JobId jobId, String tenant) {
        return store.isPending(jobId, tenant);
    }

    private Claim claim(Submission submission) {
        return await(store.claim(submission));
    }

    /**
     * Takes a step that may still turn the caller away, between {@link #claim} and {@link #accept}:
     * where it does, the id or key may be used again.
     */
    public <T> T before(Claim claim, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            if (claim instanceof Claim.Open open && open.keyed()) {
                quietly(store.refused(open.jobId()), open.jobId());
            }
            throw e;
        }
    }

    /**
     * Has the broker keep the job. Blocks until it has.
     *
     * @throws ApiException 503 when it did not in time: the id or key may be used again
     */
    public void accept(Claim.Open claim) {
        try {
            admission.accept(claim.admitted());
        } catch (ApiException e) {
            if (claim.keyed()) {
                quietly(store.refused(claim.jobId()), claim.jobId());
            }
            throw e;
        }
        if (claim.keyed()) {
            accepted(claim.jobId());
        }
    }

    /** The sweeper does it where this fails: the job would be given to the broker once more. */
    private void accepted(JobId jobId) {
        store.accepted(jobId)
                .subscribe()
                .with(
                        done -> {},
                        e ->
                                LOG.warnf(
                                        "not noted as accepted, jobId=%s: %s",
                                        jobId, e.getMessage()));
    }

    private void quietly(Uni<Void> change, JobId jobId) {
        try {
            change.await().atMost(timeout);
        } catch (RuntimeException e) {
            LOG.warnf("not noted as refused, jobId=%s: %s", jobId, e.getMessage());
        }
    }

    /**
     * Has the result of an ended job sent to its reply topic once more. Blocks.
     *
     * @throws ApiException 503 while Postgres does not answer
     */
    public void replyAgain(JobId jobId) {
        await(store.replyAgain(jobId));
    }

    private <T> T await(Uni<T> query) {
        try {
            return query.await().atMost(timeout);
        } catch (ApiException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warnf("submissions cannot be noted: %s", e.getMessage());
            throw ApiException.away(
                    "store_unavailable",
                    "jobs with an id or an %s cannot be taken now, since the store that knows them does not answer; the job was not accepted, send it again"
                            .formatted(IdempotencyKey.HEADER),
                    Duration.ofSeconds(2));
        }
    }
}
