package io.signalbox.contracts.event;

import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;

/**
 * Somebody wants a job's work to stop. Its end as cancelled is already in results when this is
 * written: this only stops the work.
 *
 * @param reason in words
 */
public record CancelRequested(JobId jobId, String reason, Instant at) implements SignalboxRecord {

    public CancelRequested {
        Required.field("job_id", jobId);
        Required.field("reason", reason);
        Required.field("at", at);
    }
}
