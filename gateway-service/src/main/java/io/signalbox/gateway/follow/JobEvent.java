package io.signalbox.gateway.follow;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptStarted;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.JobWaiting;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.Step;
import io.signalbox.gateway.store.StoredJob;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a follower is told: the data of each event; field names are the wire's. */
sealed interface JobEvent {

    /** The event's name on the wire. */
    String name();

    record Accepted(
            String job, @Nullable String model, @Nullable Instant at, @Nullable Instant deadline)
            implements JobEvent {

        static Accepted of(StoredJob job) {
            return new Accepted(job.jobId(), job.model(), job.admittedAt(), job.deadline());
        }

        @Override
        public String name() {
            return "accepted";
        }
    }

    record Routed(
            @Nullable Integer attempt,
            @Nullable Candidate candidate,
            String reason,
            @Nullable Plan plan,
            Instant at)
            implements JobEvent {

        static Routed of(JobRouted routed) {
            return new Routed(
                    routed.attemptId() == null ? null : routed.attemptId().number(),
                    routed.candidate(),
                    routed.reason(),
                    routed.plan(),
                    routed.at());
        }

        @Override
        public String name() {
            return "routed";
        }
    }

    record Started(int attempt, String run, Candidate candidate, Instant at) implements JobEvent {

        static Started of(AttemptStarted started) {
            return new Started(
                    started.attemptId().number(), started.run(), started.candidate(), started.at());
        }

        @Override
        public String name() {
            return "started";
        }
    }

    record Part(
            int attempt,
            String run,
            int seq,
            @Nullable String text,
            @Nullable String reasoning,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Chunk.ToolCallDelta> toolCalls)
            implements JobEvent {

        static Part of(Chunk chunk) {
            return new Part(
                    chunk.attemptId().number(),
                    chunk.run(),
                    chunk.seq(),
                    chunk.text(),
                    chunk.reasoning(),
                    chunk.toolCalls());
        }

        @Override
        public String name() {
            return "chunk";
        }
    }

    record StepTaken(
            int attempt, String run, int seq, String kind, @Nullable String text, Instant at)
            implements JobEvent {

        static StepTaken of(Step step) {
            return new StepTaken(
                    step.attemptId().number(),
                    step.run(),
                    step.seq(),
                    step.kind(),
                    step.text(),
                    step.at());
        }

        @Override
        public String name() {
            return "step";
        }
    }

    record AttemptFailed(
            int attempt,
            Candidate candidate,
            @Nullable AttemptError error,
            Instant startedAt,
            long latencyMs)
            implements JobEvent {

        static AttemptFailed of(AttemptFinished finished) {
            return new AttemptFailed(
                    finished.attemptId().number(),
                    finished.candidate(),
                    finished.error(),
                    finished.startedAt(),
                    finished.latencyMs());
        }

        static AttemptFailed of(AttemptReport report) {
            return new AttemptFailed(
                    report.number(),
                    report.candidate(),
                    report.error(),
                    report.startedAt(),
                    report.latencyMs());
        }

        @Override
        public String name() {
            return "attempt_failed";
        }
    }

    record Waiting(Instant due, String reason, Instant at) implements JobEvent {

        static Waiting of(JobWaiting waiting) {
            return new Waiting(waiting.due(), waiting.reason(), waiting.at());
        }

        @Override
        public String name() {
            return "waiting";
        }
    }
}
