package io.signalbox.cliworker.run;

import io.signalbox.cliworker.output.AgentStep;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Step;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.RecordPublisher;
import io.signalbox.messaging.attempt.AttemptRecords;
import io.signalbox.messaging.attempt.Used;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What one run of an agent writes: as {@link AttemptRecords} says, with steps (not awaited) between
 * start and end. Used by one thread.
 */
final class RunWrites {

    private static final Logger LOG = Logger.getLogger(RunWrites.class);

    private final AttemptRecords records;
    private final RecordPublisher progress;
    private final AttemptDispatched order;
    private final JobAdmitted job;
    private final InstantSource clock;
    private int nextSeq;

    RunWrites(
            AttemptRecords records,
            RecordPublisher progress,
            AttemptDispatched order,
            InstantSource clock) {
        this.records = records;
        this.progress = progress;
        this.order = order;
        this.job = order.admitted();
        this.clock = clock;
    }

    /**
     * Blocks until the broker has it: a run that nobody knows of could not be told from none, and
     * would be begun again where {@code limits.rerun} forbids it.
     *
     * @throws CompletionException if it cannot be written
     */
    void started() {
        records.started().join();
    }

    void step(AgentStep step) {
        Step told =
                new Step(
                        order.attemptId(),
                        records.run(),
                        nextSeq++,
                        step.kind().name().toLowerCase(Locale.ROOT),
                        step.text(),
                        clock.instant());
        progress.publish(Topic.PROGRESS, job.replyPartition(), told)
                .subscribe()
                .with(ignored -> {}, e -> LOG.warnf("a step was not sent: %s", e.getMessage()));
    }

    void ended(RunOutcome outcome) {
        switch (outcome) {
            case RunOutcome.Answered answer -> answered(answer);
            case RunOutcome.Failed failure -> failed(failure);
            case RunOutcome.Deferred deferred -> deferred(deferred);
            case RunOutcome.Cancelled cancelled ->
                    records.finished(
                            Outcome.CANCELLED,
                            AttemptError.of(ErrorClass.CANCELLED, "the job was cancelled"),
                            cancelled.used());
            case RunOutcome.Expired expired ->
                    records.finished(
                            Outcome.EXPIRED,
                            AttemptError.of(ErrorClass.EXPIRED, "the job's deadline came first"),
                            expired.used());
            case RunOutcome.Left _ ->
                    throw new IllegalArgumentException("of a run that was left nothing is written");
        }
    }

    private void answered(RunOutcome.Answered answer) {
        try {
            records.result(result(answer));
        } catch (RecordTooLargeException e) {
            failed(
                    new RunOutcome.Failed(
                            AttemptError.of(
                                    ErrorClass.INVALID_REQUEST,
                                    "answer and patch are larger than a record of %d bytes"
                                            .formatted(Topic.MAX_RECORD_BYTES)),
                            null,
                            answer.used()));
            return;
        }
        records.finished(Outcome.SUCCEEDED, null, answer.used());
    }

    private JobResult result(RunOutcome.Answered answer) {
        Used used = answer.used();
        return new JobResult(
                        job.jobId(),
                        JobStatus.SUCCEEDED,
                        "stop",
                        answer.text(),
                        List.of(),
                        null,
                        List.of(),
                        null,
                        null,
                        List.of(),
                        order.candidate(),
                        null,
                        used.usage(),
                        used.cost(),
                        records.sinceAdmissionMs(),
                        used.ttftMs(),
                        records.historyWithSuccess(used.latencyMs()),
                        null,
                        job.job().metadata())
                .withWork(
                        answer.filesModified(), answer.patch(), answer.sessionId(), answer.notes());
    }

    private void failed(RunOutcome.Failed failure) {
        reroute(failure, failure.patch());
        records.finished(Outcome.FAILED, failure.error(), failure.used());
    }

    /** With its history a long patch may be more than a record carries: then without. */
    private void reroute(RunOutcome.Failed failure, @Nullable String patch) {
        AttemptReport report =
                records.report(Outcome.FAILED, failure.error(), failure.used().latencyMs(), patch);
        try {
            records.reroute(report, false, null, true);
        } catch (RecordTooLargeException e) {
            if (patch == null) {
                records.noRoomToGoOn(report);
            } else {
                reroute(failure, null);
            }
        }
    }

    private void deferred(RunOutcome.Deferred deferred) {
        records.restart();
        AttemptReport report = records.report(Outcome.DEFERRED, deferred.why(), 0, null);
        try {
            records.reroute(report, false, deferred.comeBackIn(), true);
        } catch (RecordTooLargeException e) {
            records.noRoomToGoOn(report);
        }
        records.finished(Outcome.DEFERRED, deferred.why(), Used.NOTHING);
    }
}
