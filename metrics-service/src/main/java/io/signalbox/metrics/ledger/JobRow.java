package io.signalbox.metrics.ledger;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.JobWaiting;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobResult;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a job so far: a row of {@code metrics.jobs}, or a part of one. Its JSON has the
 * columns' names.
 *
 * @param firstSeenAt the earliest time that a record of it tells
 */
record JobRow(
        String jobId,
        Instant firstSeenAt,
        @Nullable String tenant,
        @JsonUnwrapped @Nullable Asked asked,
        @JsonUnwrapped @Nullable Routed routed,
        @JsonUnwrapped @Nullable Ended ended) {

    /** From admission. */
    record Asked(
            @Nullable String taskType,
            @Nullable String taskRisk,
            @Nullable String taskArea,
            @Nullable String taskRole,
            @Nullable String taskComplexity,
            @Nullable String profile,
            @Nullable String keyId,
            @Nullable String modelAsked,
            @Nullable String strategyAsked,
            boolean streamed,
            Instant admittedAt,
            Instant deadline) {}

    /** From the first decision. */
    record Routed(Instant routedAt, @Nullable String strategy) {}

    /** From the result; {@code resultOffset} is the rank among several. */
    record Ended(
            long resultOffset,
            Instant finishedAt,
            String status,
            @Nullable String finishReason,
            @Nullable String errorClass,
            int attempts,
            @Nullable String kind,
            @Nullable String provider,
            @Nullable String model,
            @Nullable String agent,
            @Nullable String cache,
            @Nullable Long latencyMs,
            @Nullable Long ttftMs) {}

    /** What a record tells of its job; empty where it tells of an attempt only. */
    static Optional<JobRow> of(LedgerEntry entry) {
        SignalboxRecord value = entry.value();
        String jobId = value.jobId().value();
        return Optional.ofNullable(
                switch (value) {
                    case JobAdmitted it ->
                            new JobRow(
                                    jobId,
                                    it.admittedAt(),
                                    Texts.fit(it.tenant()),
                                    asked(it),
                                    null,
                                    null);
                    case JobRouted it ->
                            new JobRow(
                                    jobId,
                                    it.at(),
                                    Texts.fit(it.tenant()),
                                    null,
                                    it.plan() == null
                                            ? null
                                            : new Routed(it.at(), Texts.fit(it.plan().strategy())),
                                    null);
                    case JobWaiting it ->
                            new JobRow(jobId, it.at(), Texts.fit(it.tenant()), null, null, null);
                    case JobFinished it ->
                            new JobRow(
                                    jobId, entry.writtenAt(), null, null, null, ended(entry, it));
                    default -> null;
                });
    }

    /** Both parts in one; the order does not matter. */
    JobRow merge(JobRow other) {
        return new JobRow(
                jobId,
                firstSeenAt.isBefore(other.firstSeenAt) ? firstSeenAt : other.firstSeenAt,
                tenant == null ? other.tenant : tenant,
                asked == null ? other.asked : asked,
                earlier(routed, other.routed),
                lower(ended, other.ended));
    }

    private static @Nullable Routed earlier(@Nullable Routed one, @Nullable Routed two) {
        if (one == null || two == null) {
            return one == null ? two : one;
        }
        return two.routedAt().isBefore(one.routedAt()) ? two : one;
    }

    private static @Nullable Ended lower(@Nullable Ended one, @Nullable Ended two) {
        if (one == null || two == null) {
            return one == null ? two : one;
        }
        return two.resultOffset() < one.resultOffset() ? two : one;
    }

    private static Asked asked(JobAdmitted admitted) {
        Job job = admitted.job();
        return new Asked(
                Texts.fit(job.task().type()),
                Texts.fit(job.task().risk()),
                Texts.fit(job.task().area()),
                Texts.fit(job.task().role()),
                Texts.fit(job.task().complexity()),
                Texts.fit(job.profile()),
                Texts.fit(admitted.keyId()),
                Texts.fit(job.routing().model()),
                Texts.fit(job.routing().strategy()),
                admitted.streamed(),
                admitted.admittedAt(),
                admitted.deadline());
    }

    private static Ended ended(LedgerEntry entry, JobFinished finished) {
        JobResult result = finished.result();
        Candidate candidate = answeredOrTriedLast(result);
        return new Ended(
                entry.offset(),
                entry.writtenAt(),
                result.status().wireName(),
                Texts.fit(result.finishReason()),
                result.error() == null ? null : result.error().errorClass().name(),
                result.attemptsMade(),
                candidate == null ? null : candidate.kind().wireName(),
                candidate == null ? null : Texts.fit(candidate.provider()),
                candidate == null ? null : Texts.fit(candidate.model()),
                candidate == null ? null : Texts.fit(candidate.agent()),
                Texts.fit(result.cache()),
                result.latencyMs(),
                result.ttftMs());
    }

    private static @Nullable Candidate answeredOrTriedLast(JobResult result) {
        if (result.candidate() != null) {
            return result.candidate();
        }
        return result.attempts().reversed().stream()
                .filter(attempt -> attempt.outcome() != Outcome.DEFERRED)
                .map(AttemptReport::candidate)
                .findFirst()
                .orElse(null);
    }
}
