package io.signalbox.gateway.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.attempt.SearchReport;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.AttemptStarted;
import io.signalbox.contracts.event.CancelRequested;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.JobWaiting;
import io.signalbox.contracts.event.ModelCommand;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.event.Step;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of records says about jobs and attempts, one row each: later facts are laid over
 * earlier ones; the first admission and the first end stand. Used by one thread.
 */
final class StoreBatch {

    /** Until when a job waits, and why. */
    record Waiting(Instant until, String reason) {}

    /**
     * A row of {@code gateway.jobs}; null says nothing new.
     *
     * @param progress orders the statuses before the end: by attempt, then by rank
     */
    record JobRow(
            String jobId,
            @Nullable String tenant,
            JobStatus status,
            int progress,
            @Nullable Waiting waiting,
            @Nullable String taskType,
            @Nullable String model,
            @Nullable Integer replyPartition,
            @Nullable Instant admittedAt,
            @Nullable Instant deadline,
            @Nullable Instant finishedAt,
            @Nullable Plan plan,
            @Nullable JsonNode result,
            @Nullable Map<String, String> metadata,
            @Nullable String replyTopic) {

        static JobRow of(JobId jobId, JobStatus status, int attempt) {
            return new JobRow(
                    jobId.value(),
                    null,
                    status,
                    attempt * JobStatus.TERMINAL_RANK + status.rank(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }

        @JsonProperty
        public int statusRank() {
            return status.rank();
        }

        JobRow over(JobRow earlier) {
            boolean keepEnd = earlier.result != null;
            boolean keepStatus =
                    earlier.status.isTerminal()
                            || (!status.isTerminal() && earlier.progress > progress);
            return new JobRow(
                    jobId,
                    or(earlier.tenant, tenant),
                    keepStatus ? earlier.status : status,
                    Math.max(earlier.progress, progress),
                    keepStatus ? earlier.waiting : waiting,
                    or(taskType, earlier.taskType),
                    or(model, earlier.model),
                    or(earlier.replyPartition, replyPartition),
                    or(earlier.admittedAt, admittedAt),
                    or(earlier.deadline, deadline),
                    keepEnd ? earlier.finishedAt : finishedAt,
                    or(plan, earlier.plan),
                    keepEnd ? earlier.result : result,
                    or(metadata, earlier.metadata),
                    or(earlier.replyTopic, replyTopic));
        }
    }

    /** A row of {@code gateway.attempts}; null says nothing new. */
    record AttemptRow(
            String jobId,
            int number,
            Candidate candidate,
            @Nullable Outcome outcome,
            @Nullable AttemptError error,
            Instant startedAt,
            @Nullable Long latencyMs,
            @Nullable SearchReport search) {}

    private final Map<String, JobRow> jobs = new LinkedHashMap<>();
    private final Map<String, AttemptRow> attempts = new LinkedHashMap<>();

    /**
     * @param at when the broker took the record
     */
    void add(SignalboxRecord value, Instant at) {
        switch (value) {
            case JobAdmitted admitted -> job(admitted(admitted));
            case JobRouted routed -> job(routed(routed));
            case JobWaiting waiting -> job(waits(waiting));
            case AttemptStarted started -> {
                job(JobRow.of(started.jobId(), JobStatus.RUNNING, started.attemptId().number()));
                attempts.putIfAbsent(
                        started.attemptId().toString(),
                        new AttemptRow(
                                started.jobId().value(),
                                started.attemptId().number(),
                                started.candidate(),
                                null,
                                null,
                                started.at(),
                                null,
                                null));
            }
            case AttemptFinished finished ->
                    attempts.put(
                            finished.attemptId().toString(),
                            new AttemptRow(
                                    finished.jobId().value(),
                                    finished.attemptId().number(),
                                    finished.candidate(),
                                    finished.outcome(),
                                    finished.error(),
                                    finished.startedAt(),
                                    finished.latencyMs(),
                                    finished.search()));
            case JobFinished finished -> job(ended(finished.result(), at));
            case AttemptDispatched ignored -> {}
            case AttemptRerouted ignored -> {}
            case JobPostponed ignored -> {}
            case CancelRequested ignored -> {}
            case ModelCommand ignored -> {}
            case Chunk ignored -> {}
            case Step ignored -> {}
        }
    }

    private void job(JobRow row) {
        jobs.merge(row.jobId(), row, (earlier, later) -> later.over(earlier));
    }

    private static JobRow admitted(JobAdmitted admitted) {
        return new JobRow(
                admitted.jobId().value(),
                admitted.tenant(),
                JobStatus.ACCEPTED,
                0,
                null,
                admitted.job().task().type(),
                admitted.job().routing().model(),
                admitted.replyPartition(),
                admitted.admittedAt(),
                admitted.deadline(),
                null,
                null,
                null,
                admitted.job().metadata(),
                admitted.job().replyTopic());
    }

    private static JobRow routed(JobRouted routed) {
        AttemptId attemptId = routed.attemptId();
        JobRow row =
                JobRow.of(
                        routed.jobId(),
                        JobStatus.ROUTED,
                        attemptId == null ? 0 : attemptId.number());
        return new JobRow(
                row.jobId(),
                routed.tenant(),
                row.status(),
                row.progress(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                routed.plan(),
                null,
                null,
                null);
    }

    private static JobRow waits(JobWaiting waiting) {
        JobRow row = JobRow.of(waiting.jobId(), JobStatus.WAITING, waiting.after());
        return new JobRow(
                row.jobId(),
                waiting.tenant(),
                row.status(),
                row.progress(),
                new Waiting(waiting.due(), waiting.reason()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static JobRow ended(JobResult result, Instant at) {
        return new JobRow(
                result.jobId().value(),
                null,
                result.status(),
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                at,
                null,
                Json.mapper().valueToTree(result),
                null,
                null);
    }

    Collection<JobRow> jobs() {
        return jobs.values();
    }

    Collection<AttemptRow> attempts() {
        return attempts.values();
    }

    private static <T> @Nullable T or(@Nullable T value, @Nullable T otherwise) {
        return value == null ? otherwise : value;
    }
}
