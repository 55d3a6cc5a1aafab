package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that the suite has taken: what the router reads first, and what travels with every attempt.
 *
 * @param tenant who asked; {@code default} where no keys are configured
 * @param job as the caller asked, validated
 * @param admittedAt the gateway's clock
 * @param deadline when the job ends whatever happens; one deadline for all attempts and waits
 * @param replyPartition the one partition of {@code results} and {@code progress} for this job
 * @param streamed whether somebody listens to the answer as it comes
 * @param affinity the candidate that answered last in the job's session
 * @param keyId the API key used, where keys are configured
 */
public record JobAdmitted(
        JobId jobId,
        String tenant,
        Job job,
        Instant admittedAt,
        Instant deadline,
        int replyPartition,
        boolean streamed,
        @Nullable Candidate affinity,
        @Nullable String keyId)
        implements SignalboxRecord {

    public JobAdmitted {
        Required.field("job_id", jobId);
        Required.field("tenant", tenant);
        Required.field("job", job);
        Required.field("admitted_at", admittedAt);
        Required.field("deadline", deadline);
    }

    @Override
    public String toString() {
        return "JobAdmitted[" + jobId + ", tenant=" + tenant + ", deadline=" + deadline + "]";
    }
}
