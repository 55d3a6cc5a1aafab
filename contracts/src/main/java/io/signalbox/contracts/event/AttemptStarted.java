package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;

/**
 * A worker is about to call. Two of them for one attempt, with different runs, mean that a crash in
 * between made the call happen again.
 *
 * @param run a fresh id for each time the attempt is run
 * @param worker the worker's instance id
 */
public record AttemptStarted(
        AttemptId attemptId,
        String tenant,
        String run,
        Candidate candidate,
        String worker,
        Instant at)
        implements SignalboxRecord {

    public AttemptStarted {
        Required.field("attempt_id", attemptId);
        Required.field("tenant", tenant);
        Required.field("run", run);
        Required.field("candidate", candidate);
        Required.field("worker", worker);
        Required.field("at", at);
    }

    @Override
    public JobId jobId() {
        return attemptId.jobId();
    }
}
