package io.signalbox.apiworker.attempt;

import io.signalbox.apiworker.WorkerPublisher;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.search.Searched;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.attempt.SearchReport;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.AttemptStarted;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.RecordPublisher;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What one run of one attempt writes, in this order: started (not awaited), chunks (not awaited),
 * then result or reroute (awaited), then finished (awaited). A crash in between is a counted
 * repeat, never a loss. A write that fails is tried again for ever: the call has been paid for.
 * Used by one thread.
 */
final class AttemptWrites {

    private static final Logger LOG = Logger.getLogger(AttemptWrites.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final RecordPublisher publisher;
    private final RecordPublisher chunks;
    private final String worker;
    private final AttemptDispatched order;
    private final JobAdmitted job;
    private final InstantSource clock;
    private final String run = UUID.randomUUID().toString();
    private final SparseChunks unstreamed;
    private Instant startedAt;
    private int nextSeq;
    private @Nullable Searched searched;

    AttemptWrites(WorkerPublisher publisher, AttemptDispatched order, InstantSource clock) {
        this.publisher = publisher.publisher();
        this.chunks = publisher.chunks();
        this.worker = publisher.worker();
        this.order = order;
        this.job = order.admitted();
        this.clock = clock;
        this.startedAt = clock.instant();
        this.unstreamed = new SparseChunks(publisher.chunkInterval(), startedAt);
    }

    /** Complete when the broker has it, which the call does not wait for. */
    CompletableFuture<Void> started() {
        startedAt = clock.instant();
        AttemptStarted started =
                new AttemptStarted(
                        order.attemptId(), job.tenant(), run, order.candidate(), worker, startedAt);
        return publisher
                .publish(Topic.EVENTS, started)
                .onFailure()
                .invoke(e -> LOG.warnf("a start was not told: %s", e.getMessage()))
                .subscribeAsCompletionStage();
    }

    /** What the search before the call came to: told with the attempt's end. */
    void searched(Searched before) {
        searched = before;
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
        Chunk chunk = new Chunk(order.attemptId(), run, nextSeq++, text, reasoning, toolCalls);
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
                    finished(
                            Outcome.CANCELLED,
                            AttemptError.of(ErrorClass.CANCELLED, "cancelled during the call"),
                            cancelled);
        }
    }

    private void succeeded(CallOutcome.Succeeded answer) {
        List<AttemptReport> history = new ArrayList<>(order.history());
        history.add(report(Outcome.SUCCEEDED, null, answer.latencyMs()));
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
                        Duration.between(job.admittedAt(), clock.instant()).toMillis(),
                        answer.ttftMs(),
                        history,
                        null,
                        job.job().metadata());
        carried(result, answer, "by max_completion_tokens");
    }

    /** The job's end; what no record carries ends as a failure instead. */
    private void carried(JobResult result, CallOutcome answer, String less) {
        try {
            surely(publisher.publishResult(job.replyPartition(), new JobFinished(result), run));
        } catch (RecordTooLargeException e) {
            failed(
                    answer.tooLarge(
                            "the answer is larger than a record of %d bytes; ask for less, e.g. %s"
                                    .formatted(Topic.MAX_RECORD_BYTES, less)));
            return;
        }
        finished(Outcome.SUCCEEDED, null, answer);
    }

    private void embedded(CallOutcome.Embedded answer) {
        List<AttemptReport> history = new ArrayList<>(order.history());
        history.add(report(Outcome.SUCCEEDED, null, answer.latencyMs()));
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
                        Duration.between(job.admittedAt(), clock.instant()).toMillis(),
                        null,
                        history,
                        null,
                        job.job().metadata(),
                        answer.vectors());
        carried(result, answer, "by dimensions or fewer texts");
    }

    private void failed(CallOutcome.Failed failure) {
        boolean expired = failure.error().errorClass() == ErrorClass.EXPIRED;
        Outcome outcome = expired ? Outcome.EXPIRED : Outcome.FAILED;
        if (!expired) {
            surely(
                    publisher.publish(
                            Topic.REROUTES,
                            new AttemptRerouted(
                                    order,
                                    report(outcome, failure.error(), failure.latencyMs()),
                                    job.streamed() && failure.contentSeen(),
                                    retryAfterMs(failure),
                                    failure.retryHere())));
        }
        finished(outcome, failure.error(), failure);
    }

    private static @Nullable Long retryAfterMs(CallOutcome.Failed failure) {
        Duration retryAfter = failure.retryAfter();
        return retryAfter == null ? null : retryAfter.toMillis();
    }

    /**
     * It was not asked now: the router may order it again, or somebody else.
     *
     * @param comeBackIn when a permit may be free, or a limit is over
     * @param why the limit; null where no permit came free in time
     */
    void deferred(Duration comeBackIn, @Nullable AttemptError why) {
        startedAt = clock.instant();
        surely(
                publisher.publish(
                        Topic.REROUTES,
                        new AttemptRerouted(
                                order,
                                report(Outcome.DEFERRED, why, 0),
                                false,
                                comeBackIn.toMillis(),
                                true)));
        finished(Outcome.DEFERRED, why, null);
    }

    /** The deadline passed while the order waited; the gateway ends the job. */
    void expiredBeforeStart() {
        finished(
                Outcome.EXPIRED,
                AttemptError.of(ErrorClass.EXPIRED, "the deadline passed before the call"),
                null);
    }

    /** The job was cancelled while the order waited; its end is written already. */
    void cancelledBeforeStart() {
        finished(
                Outcome.CANCELLED,
                AttemptError.of(ErrorClass.CANCELLED, "cancelled before the call"),
                null);
    }

    /** A warm-up order: an empty answer, and no facts. */
    void probeAnswered() {
        JobResult result =
                JobResult.ended(
                        job.jobId(),
                        JobStatus.CANCELLED,
                        AttemptError.of(ErrorClass.CANCELLED, "probe"),
                        0L,
                        List.of(),
                        job.job().metadata());
        surely(publisher.publishResult(job.replyPartition(), new JobFinished(result), null));
    }

    private AttemptReport report(Outcome outcome, @Nullable AttemptError error, long latencyMs) {
        return new AttemptReport(
                order.attemptId().number(),
                order.candidate(),
                outcome,
                error,
                startedAt,
                latencyMs,
                searchReport());
    }

    private void finished(
            Outcome outcome, @Nullable AttemptError error, @Nullable CallOutcome call) {
        Usage usage = call == null ? null : call.usage();
        Usd cost = call == null ? null : call.cost();
        surely(
                publisher.publish(
                        Topic.EVENTS,
                        new AttemptFinished(
                                order.attemptId(),
                                job.tenant(),
                                run,
                                order.candidate(),
                                worker,
                                job.job().task().type(),
                                job.job().profile(),
                                job.keyId(),
                                outcome,
                                error,
                                usage,
                                cost,
                                call != null && call.unpriced(),
                                startedAt,
                                clock.instant(),
                                call == null ? 0 : call.latencyMs(),
                                call == null ? null : call.ttftMs(),
                                searchReport())));
    }

    private @Nullable SearchReport searchReport() {
        return searched == null ? null : searched.report();
    }

    /**
     * @throws RecordTooLargeException the one failure that does not pass
     */
    private static void surely(Uni<Void> write) {
        write.onFailure()
                .invoke(e -> LOG.warnf("a write failed: %s", e.getMessage()))
                .onFailure(e -> !(e instanceof RecordTooLargeException))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .await()
                .indefinitely();
    }
}
