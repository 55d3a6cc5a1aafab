package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;

/**
 * A candidate that failed for a while only, or had no permit free, and may be asked again.
 *
 * @param notBefore from when on; what the provider asked for, else a backoff
 */
public record Retry(Candidate candidate, Instant notBefore) {

    public Retry {
        Required.field("candidate", candidate);
        Required.field("not_before", notBefore);
    }
}
