package io.signalbox.apiworker.attempt;

import io.signalbox.apiworker.WorkerPublisher;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.search.Searched;
import io.signalbox.apiworker.workspace.Work;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.RecordPublisher;
import io.signalbox.messaging.attempt.AttemptRecords;
import io.signalbox.messaging.attempt.Used;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What one run of one attempt writes: as {@link AttemptRecords} says, with chunks (not awaited)
 * between start and end. Used by one thread.
 */
final class AttemptWrites {

    private static final Logger LOG = Logger.getLogger(AttemptWrites.class);

    private final AttemptRecords records;
    private final RecordPublisher chunks;
    private final AttemptDispatched order;
    private final JobAdmitted job;
    private final InstantSource clock;
    private final SparseChunks unstreamed;
    private int nextSeq;
    private @Nullable Searched searched;
    private Work work = Work.NONE;

    AttemptWrites(WorkerPublisher publisher, AttemptDispatched order, InstantSource clock) {
        this(
                new AttemptRecords(publisher.publisher(), publisher.worker(), order, clock),
                publisher.chunks(),
                order,
                clock,
                new SparseChunks(publisher.chunkInterval(), clock.instant()));
    }

    AttemptWrites(
            AttemptRecords records,
            RecordPublisher chunks,
            AttemptDispatched order,
            InstantSource clock,
            SparseChunks unstreamed) {
        this.records = records;
        this.chunks = chunks;
        this.order = order;
        this.job = order.admitted();
        this.clock = clock;
        this.unstreamed = unstreamed;
    }

    /** Complete when the broker has it, which the call does not wait for. */
    CompletableFuture<Void> started() {
        return records.started();
    }

    /** What the search before the call came to: told with the attempt's end. */
    void searched(Searched before) {
        searched = before;
        records.searched(before.report());
    }

    /** What the answer came to in its workspace: told with the job's end. */
    void worked(Work done) {
        work = done;
    }

    void delta(
            @Nullable String text,
            @Nullable String reasoning,
            List<Chunk.ToolCallDelta> toolCalls) {
        if (job.streamed()) {
            chunk(text, reasoning, toolCalls);
        } else if (!job.job().limits().isBatch()) {
            unstreamed.add(text, reasoning, toolCalls);
            if (unstreamed.isDue(clock.instant())) {
                unstreamed.take(this::chunk);
            }
        }
    }

    private void chunk(
            @Nullable String text,
            @Nullable String reasoning,
            List<Chunk.ToolCallDelta> toolCalls) {
        Chunk chunk =
                new Chunk(order.attemptId(), records.run(), nextSeq++, text, reasoning, toolCalls);
        chunks.publish(Topic.PROGRESS, job.replyPartition(), chunk)
                .subscribe()
                .with(ignored -> {}, e -> LOG.warnf("a chunk was not sent: %s", e.getMessage()));
    }

    void ended(CallOutcome outcome) {
        switch (outcome) {
            case CallOutcome.Succeeded answer -> succeeded(answer);
            case CallOutcome.Embedded vectors -> embedded(vectors);
            case CallOutcome.Failed failure -> failed(failure);
            case CallOutcome.Cancelled cancelled ->
                    records.finished(
                            Outcome.CANCELLED,
                            AttemptError.of(ErrorClass.CANCELLED, "cancelled during the call"),
                            used(cancelled));
        }
    }

    private void succeeded(CallOutcome.Succeeded answer) {
        JobResult result =
                new JobResult(
                        job.jobId(),
                        JobStatus.SUCCEEDED,
                        answer.finishReason(),
                        answer.text(),
                        answer.toolCalls(),
                        answer.reasoning(),
                        List.of(),
                        null,
                        null,
                        searched == null ? List.of() : searched.citationsJson(),
                        order.candidate(),
                        null,
                        answer.usage(),
                        answer.cost(),
                        records.sinceAdmissionMs(),
                        answer.ttftMs(),
                        records.historyWithSuccess(answer.latencyMs()),
                        null,
                        job.job().metadata());
        carried(
                result.withWork(work.filesModified(), work.patch(), null, notes(answer, work)),
                answer,
                "by max_completion_tokens");
    }

    /** What the model was not told comes first: the work goes by its answer. */
    private static List<String> notes(CallOutcome.Succeeded answer, Work work) {
        return Stream.concat(answer.notes().stream(), work.notes().stream()).toList();
    }

    /** The job's end; what no record carries ends as a failure instead. */
    private void carried(JobResult result, CallOutcome answer, String less) {
        try {
            records.result(result);
        } catch (RecordTooLargeException e) {
            failed(
                    answer.tooLarge(
                            "the answer is larger than a record of %d bytes; ask for less, e.g. %s"
                                    .formatted(Topic.MAX_RECORD_BYTES, less)));
            return;
        }
        records.finished(Outcome.SUCCEEDED, null, used(answer));
    }

    private void embedded(CallOutcome.Embedded answer) {
        JobResult result =
                new JobResult(
                        job.jobId(),
                        JobStatus.SUCCEEDED,
                        "stop",
                        "",
                        List.of(),
                        null,
                        List.of(),
                        null,
                        null,
                        List.of(),
                        order.candidate(),
                        null,
                        answer.usage(),
                        answer.cost(),
                        records.sinceAdmissionMs(),
                        null,
                        records.historyWithSuccess(answer.latencyMs()),
                        null,
                        job.job().metadata(),
                        answer.vectors(),
                        List.of());
        carried(result, answer, "by dimensions or fewer texts");
    }

    private void failed(CallOutcome.Failed failure) {
        boolean expired = failure.error().errorClass() == ErrorClass.EXPIRED;
        Outcome outcome = expired ? Outcome.EXPIRED : Outcome.FAILED;
        if (!expired) {
            rerouted(failure, records.report(outcome, failure.error(), failure.latencyMs(), null));
        }
        records.finished(outcome, failure.error(), used(failure));
    }

    private void rerouted(CallOutcome.Failed failure, AttemptReport report) {
        try {
            records.reroute(
                    report,
                    job.streamed() && failure.contentSeen(),
                    failure.retryAfter(),
                    failure.retryHere(),
                    failure.onlyHere());
        } catch (RecordTooLargeException e) {
            records.noRoomToGoOn(report);
        }
    }

    /**
     * It was not asked now: the router may order it again, or somebody else.
     *
     * @param comeBackIn when a permit may be free, or a limit is over
     * @param why the limit; null where no permit came free in time
     */
    void deferred(Duration comeBackIn, @Nullable AttemptError why) {
        records.restart();
        AttemptReport report = records.report(Outcome.DEFERRED, why, 0, null);
        try {
            records.reroute(report, false, comeBackIn, true);
        } catch (RecordTooLargeException e) {
            records.noRoomToGoOn(report);
        }
        records.finished(Outcome.DEFERRED, why, Used.NOTHING);
    }

    /** The deadline passed while the order waited; the gateway ends the job. */
    void expiredBeforeStart() {
        records.finished(
                Outcome.EXPIRED,
                AttemptError.of(ErrorClass.EXPIRED, "the deadline passed before the call"),
                Used.NOTHING);
    }

    /** The job was cancelled while the order waited; its end is written already. */
    void cancelledBeforeStart() {
        records.finished(
                Outcome.CANCELLED,
                AttemptError.of(ErrorClass.CANCELLED, "cancelled before the call"),
                Used.NOTHING);
    }

    /** A warm-up order: an empty answer, and no facts. */
    void probeAnswered() {
        records.resultOfNobody(
                JobResult.ended(
                        job.jobId(),
                        JobStatus.CANCELLED,
                        AttemptError.of(ErrorClass.CANCELLED, "probe"),
                        0L,
                        List.of(),
                        job.job().metadata()));
    }

    private static Used used(CallOutcome call) {
        return new Used(
                call.usage(), call.cost(), call.unpriced(), call.latencyMs(), call.ttftMs());
    }
}
