package io.signalbox.metrics.ledger;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptStarted;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one run of an attempt: what {@code metrics.attempts} is made of. Its JSON has
 * the columns' names.
 *
 * @param finished null while it runs
 */
record AttemptRow(
        String attemptId,
        String jobId,
        int number,
        String tenant,
        String kind,
        @Nullable String provider,
        @Nullable String model,
        @Nullable String agent,
        String run,
        String worker,
        Instant startedAt,
        @JsonUnwrapped @Nullable Finished finished) {

    /** How the run ended. */
    record Finished(
            @Nullable String taskType,
            @Nullable String profile,
            @Nullable String keyId,
            String outcome,
            @Nullable String errorClass,
            @Nullable Integer httpStatus,
            @JsonUnwrapped @Nullable Tokens tokens,
            @Nullable Usd costUsd,
            boolean unpriced,
            Instant finishedAt,
            long latencyMs,
            @Nullable Long ttftMs) {}

    /** What the run used. */
    record Tokens(
            long inputTokens,
            long cachedReadTokens,
            long cachedWriteTokens,
            long outputTokens,
            long reasoningTokens,
            boolean estimated) {}

    /** What a record tells of a run; empty where it tells of something else, or of no call. */
    static Optional<AttemptRow> of(LedgerEntry entry) {
        return Optional.ofNullable(
                switch (entry.value()) {
                    case AttemptStarted it ->
                            row(
                                    it.attemptId(),
                                    it.tenant(),
                                    it.candidate(),
                                    it.run(),
                                    it.worker(),
                                    it.at(),
                                    null);
                    case AttemptFinished it when it.outcome() == Outcome.DEFERRED -> null;
                    case AttemptFinished it ->
                            row(
                                    it.attemptId(),
                                    it.tenant(),
                                    it.candidate(),
                                    it.run(),
                                    it.worker(),
                                    it.startedAt(),
                                    finished(it));
                    default -> null;
                });
    }

    /** Two records of the same run in one; the order does not matter. */
    AttemptRow merge(AttemptRow other) {
        AttemptRow fuller = finished == null ? other : this;
        AttemptRow rest = finished == null ? this : other;
        return rest.startedAt.isBefore(fuller.startedAt)
                ? fuller.startedAt(rest.startedAt)
                : fuller;
    }

    private AttemptRow startedAt(Instant earlier) {
        return new AttemptRow(
                attemptId, jobId, number, tenant, kind, provider, model, agent, run, worker,
                earlier, finished);
    }

    private static AttemptRow row(
            AttemptId id,
            String tenant,
            Candidate candidate,
            String run,
            String worker,
            Instant startedAt,
            @Nullable Finished finished) {
        return new AttemptRow(
                id.toString(),
                id.jobId().value(),
                id.number(),
                Texts.fitted(tenant),
                candidate.kind().wireName(),
                Texts.fit(candidate.provider()),
                Texts.fit(candidate.model()),
                Texts.fit(candidate.agent()),
                Texts.fitted(run),
                Texts.fitted(worker),
                startedAt,
                finished);
    }

    private static Finished finished(AttemptFinished event) {
        return new Finished(
                Texts.fit(event.taskType()),
                Texts.fit(event.profile()),
                Texts.fit(event.keyId()),
                event.outcome().wireName(),
                event.error() == null ? null : event.error().errorClass().name(),
                event.error() == null ? null : event.error().status(),
                tokens(event.usage()),
                event.costUsd(),
                event.unpriced(),
                event.finishedAt(),
                event.latencyMs(),
                event.ttftMs());
    }

    private static @Nullable Tokens tokens(@Nullable Usage usage) {
        return usage == null
                ? null
                : new Tokens(
                        usage.input(),
                        usage.cachedRead(),
                        usage.cachedWrite(),
                        usage.output(),
                        usage.reasoning(),
                        usage.estimated());
    }
}
