package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;

/**
 * A candidate that failed for a while only, had no permit free, or was out for a while when the job
 * was planned, and may be asked.
 *
 * @param notBefore from when on; what the provider asked for, else a backoff
 */
public record Retry(Candidate candidate, Instant notBefore) {

    public Retry {
        Required.field("candidate", candidate);
        Required.field("not_before", notBefore);
    }
}
