package io.signalbox.contracts.attempt;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param patch what an agent had changed when its run failed, as a unified diff; null where nothing
 *     is known of that, and where the attempt succeeded: then it is the result's
 */
public record AttemptReport(
        int number,
        Candidate candidate,
        Outcome outcome,
        @Nullable AttemptError error,
        Instant startedAt,
        long latencyMs,
        @Nullable SearchReport search,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String patch) {

    public AttemptReport {
        Required.field("candidate", candidate);
        Required.field("outcome", outcome);
        Required.field("started_at", startedAt);
    }

    /** An attempt that changed no files. */
    public AttemptReport(
            int number,
            Candidate candidate,
            Outcome outcome,
            @Nullable AttemptError error,
            Instant startedAt,
            long latencyMs,
            @Nullable SearchReport search) {
        this(number, candidate, outcome, error, startedAt, latencyMs, search, null);
    }

    /** An attempt without a search. */
    public AttemptReport(
            int number,
            Candidate candidate,
            Outcome outcome,
            @Nullable AttemptError error,
            Instant startedAt,
            long latencyMs) {
        this(number, candidate, outcome, error, startedAt, latencyMs, null, null);
    }
}
