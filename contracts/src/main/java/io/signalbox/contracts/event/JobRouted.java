package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The router has decided. Written after the order it tells of was acknowledged, so whoever reads it
 * knows that the order exists.
 *
 * @param attemptId the attempt that was ordered; null where no candidate is left
 * @param candidate whom it went to; null where no candidate is left
 * @param plan the whole decision, for a job's first attempt; null for a fallback
 * @param reason why this candidate, or why none
 */
public record JobRouted(
        JobId jobId,
        String tenant,
        @Nullable AttemptId attemptId,
        @Nullable Candidate candidate,
        @Nullable Plan plan,
        String reason,
        Instant at)
        implements SignalboxRecord {

    public JobRouted {
        Required.field("job_id", jobId);
        Required.field("tenant", tenant);
        Required.field("reason", reason);
        Required.field("at", at);
    }
}
