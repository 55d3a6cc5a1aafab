package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.attempt.SearchReport;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt is over. Written after its result or reroute was acknowledged, so whoever reads it
 * knows that the attempt need not run again. Holds no bodies.
 *
 * @param run the run that finished, as in {@link AttemptStarted}
 * @param taskType the job's task type, for the ledger
 * @param profile the job's profile, for the ledger
 * @param keyId the caller's API key, for the ledger
 * @param error null where it succeeded
 * @param usage null where the call never reached a model
 * @param costUsd null where the price is unknown or nothing was used
 * @param unpriced true: tokens were used whose price is unknown
 * @param latencyMs from the start to the end of the call, in milliseconds
 * @param ttftMs from the start of the call to its first content, in milliseconds; null where none
 *     came
 * @param search the search before the call; null where there was none
 */
public record AttemptFinished(
        AttemptId attemptId,
        String tenant,
        String run,
        Candidate candidate,
        String worker,
        @Nullable String taskType,
        @Nullable String profile,
        @Nullable String keyId,
        Outcome outcome,
        @Nullable AttemptError error,
        @Nullable Usage usage,
        @Nullable Usd costUsd,
        boolean unpriced,
        Instant startedAt,
        Instant finishedAt,
        long latencyMs,
        @Nullable Long ttftMs,
        @Nullable SearchReport search)
        implements SignalboxRecord {

    public AttemptFinished {
        Required.field("attempt_id", attemptId);
        Required.field("tenant", tenant);
        Required.field("run", run);
        Required.field("candidate", candidate);
        Required.field("worker", worker);
        Required.field("outcome", outcome);
        Required.field("started_at", startedAt);
        Required.field("finished_at", finishedAt);
    }

    /** An attempt without a search. */
    public AttemptFinished(
            AttemptId attemptId,
            String tenant,
            String run,
            Candidate candidate,
            String worker,
            @Nullable String taskType,
            @Nullable String profile,
            @Nullable String keyId,
            Outcome outcome,
            @Nullable AttemptError error,
            @Nullable Usage usage,
            @Nullable Usd costUsd,
            boolean unpriced,
            Instant startedAt,
            Instant finishedAt,
            long latencyMs,
            @Nullable Long ttftMs) {
        this(
                attemptId,
                tenant,
                run,
                candidate,
                worker,
                taskType,
                profile,
                keyId,
                outcome,
                error,
                usage,
                costUsd,
                unpriced,
                startedAt,
                finishedAt,
                latencyMs,
                ttftMs,
                null);
    }

    @Override
    public JobId jobId() {
        return attemptId.jobId();
    }
}
