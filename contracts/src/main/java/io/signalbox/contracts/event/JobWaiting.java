package io.signalbox.contracts.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Every candidate is out for a while; the job waits. Waits are not attempts.
 *
 * @param after the number of the attempt before the wait, deferred ones included; 0 where none was
 *     ordered, and where a record does not say
 * @param due when the router looks again
 * @param reason why it waits, in words
 */
public record JobWaiting(
        JobId jobId, String tenant, int after, Instant due, String reason, Instant at)
        implements SignalboxRecord {

    public JobWaiting {
        Required.field("job_id", jobId);
        Required.field("tenant", tenant);
        Required.field("due", due);
        Required.field("reason", reason);
        Required.field("at", at);
    }

    @JsonCreator
    static JobWaiting read(
            @JsonProperty("job_id") JobId jobId,
            @JsonProperty("tenant") String tenant,
            @JsonProperty("after") @Nullable Integer after,
            @JsonProperty("due") Instant due,
            @JsonProperty("reason") String reason,
            @JsonProperty("at") Instant at) {
        return new JobWaiting(jobId, tenant, after == null ? 0 : after, due, reason, at);
    }
}
