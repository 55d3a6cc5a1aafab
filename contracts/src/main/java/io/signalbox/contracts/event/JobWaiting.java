package io.signalbox.contracts.event;

import io.signalbox.contracts.job.JobId;
import java.time.Instant;

/**
 * Every candidate is out for a while; the job waits. Waits are not attempts.
 *
 * @param after the number of the attempt before the wait, deferred ones included; 0 where none was
 *     ordered
 * @param due when the router looks again
 * @param reason why it waits, in words
 */
public record JobWaiting(
        JobId jobId, String tenant, int after, Instant due, String reason, Instant at)
        implements SignalboxRecord {}
