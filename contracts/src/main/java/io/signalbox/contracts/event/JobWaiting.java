package io.signalbox.contracts.event;

import io.signalbox.contracts.job.JobId;
import java.time.Instant;

/**
 * Every candidate is out for a while; the job waits. Waits are not attempts.
 *
 * @param due when the router looks again
 */
public record JobWaiting(JobId jobId, String tenant, Instant due, String reason, Instant at)
        implements SignalboxRecord {}
