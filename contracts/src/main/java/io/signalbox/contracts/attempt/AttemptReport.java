package io.signalbox.contracts.attempt;

import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as a job's result tells it.
 *
 * @param number from 1
 * @param error null where it succeeded
 * @param latencyMs from the start of the attempt to its end, in milliseconds
 * @param search the search before its call; null where there was none
 */
public record AttemptReport(
        int number,
        Candidate candidate,
        Outcome outcome,
        @Nullable AttemptError error,
        Instant startedAt,
        long latencyMs,
        @Nullable SearchReport search) {

    public AttemptReport {
        Required.field("candidate", candidate);
        Required.field("outcome", outcome);
        Required.field("started_at", startedAt);
    }

    /** An attempt without a search. */
    public AttemptReport(
            int number,
            Candidate candidate,
            Outcome outcome,
            @Nullable AttemptError error,
            Instant startedAt,
            long latencyMs) {
        this(number, candidate, outcome, error, startedAt, latencyMs, null);
    }
}
