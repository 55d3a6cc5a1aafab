package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The router's order to a worker: try this candidate. It carries the job, what was tried before and
 * what is left of the plan (a routing slip), so that nobody keeps state per job.
 *
 * @param admitted the job
 * @param attemptId the same for every delivery of this order
 * @param candidate whom to try
 * @param rest whom to try after it, in order; none of them has been tried
 * @param retries who failed or was out, but may be tried later; only looked at when {@code rest} is
 *     empty
 * @param history the attempts before this one, in order
 * @param dispatchedAt the router's clock
 */
public record AttemptDispatched(
        JobAdmitted admitted,
        AttemptId attemptId,
        Candidate candidate,
        List<Candidate> rest,
        List<Retry> retries,
        List<AttemptReport> history,
        Instant dispatchedAt)
        implements SignalboxRecord {

    /**
     * @param retries null in orders written before this field was
     */
    public AttemptDispatched(
            JobAdmitted admitted,
            AttemptId attemptId,
            Candidate candidate,
            List<Candidate> rest,
            @Nullable List<Retry> retries,
            List<AttemptReport> history,
            Instant dispatchedAt) {
        Required.field("admitted", admitted);
        Required.field("attempt_id", attemptId);
        Required.field("candidate", candidate);
        Required.field("dispatched_at", dispatchedAt);
        this.admitted = admitted;
        this.attemptId = attemptId;
        this.candidate = candidate;
        this.rest = rest == null ? List.of() : List.copyOf(rest);
        this.retries = retries == null ? List.of() : List.copyOf(retries);
        this.history = history == null ? List.of() : List.copyOf(history);
        this.dispatchedAt = dispatchedAt;
    }

    @Override
    public JobId jobId() {
        return admitted.jobId();
    }
}
