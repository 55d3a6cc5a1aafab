package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.job.JobId;
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

    @Override
    public JobId jobId() {
        return attemptId.jobId();
    }
}
