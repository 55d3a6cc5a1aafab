package io.signalbox.messaging.attempt;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.attempt.SearchReport;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.AttemptStarted;
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
 * The records of one run of one attempt, to be written in this order: started (not awaited), then
 * result or reroute (awaited), then finished (awaited). A crash in between is a counted repeat,
 * never a loss. A write that fails is tried again for ever: the run has been paid for. Used by one
 * thread.
 */
public final class AttemptRecords {

    private static final Logger LOG = Logger.getLogger(AttemptRecords.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final RecordPublisher publisher;
    private final String worker;
    private final AttemptDispatched order;
    private final JobAdmitted job;
    private final InstantSource clock;
    private final String run;
    private Instant startedAt;
    private @Nullable SearchReport search;

    /**
     * Of a run that begins.
     *
     * @param worker the writing worker's id
     */
    public AttemptRecords(
            RecordPublisher publisher,
            String worker,
            AttemptDispatched order,
            InstantSource clock) {
        this(publisher, worker, order, clock, null);
    }

    /**
     * @param brokenOff the run whose end is told in its stead; null for one that begins
     */
    public AttemptRecords(
            RecordPublisher publisher,
            String worker,
            AttemptDispatched order,
            InstantSource clock,
            @Nullable String brokenOff) {
        this.publisher = publisher;
        this.worker = worker;
        this.order = order;
        this.job = order.admitted();
        this.clock = clock;
        this.run = brokenOff == null ? UUID.randomUUID().toString() : brokenOff;
        this.startedAt = clock.instant();
    }

    /** This run's own name; another run of the same attempt has another. */
    public String run() {
        return run;
    }

    /** Complete when the broker has it, which the run does not wait for. */
    public CompletableFuture<Void> started() {
        restart();
        AttemptStarted started =
                new AttemptStarted(
                        order.attemptId(), job.tenant(), run, order.candidate(), worker, startedAt);
        return publisher
                .publish(Topic.EVENTS, started)
                .onFailure()
                .invoke(e -> LOG.warnf("a start was not told: %s", e.getMessage()))
                .subscribeAsCompletionStage();
    }

    /** From now on time counts. */
    public void restart() {
        startedAt = clock.instant();
    }

    /** What the search before the call came to: told with the attempt's end. */
    public void searched(@Nullable SearchReport report) {
        search = report;
    }

    public AttemptReport report(
            Outcome outcome, @Nullable AttemptError error, long latencyMs, @Nullable String patch) {
        return new AttemptReport(
                order.attemptId().number(),
                order.candidate(),
                outcome,
                error,
                startedAt,
                latencyMs,
                search,
                patch);
    }

    /** Every attempt of the job so far, this one as succeeded. */
    public List<AttemptReport> historyWithSuccess(long latencyMs) {
        List<AttemptReport> history = new ArrayList<>(order.history());
        history.add(report(Outcome.SUCCEEDED, null, latencyMs, null));
        return history;
    }

    /** From admission until now. */
    public long sinceAdmissionMs() {
        return Duration.between(job.admittedAt(), clock.instant()).toMillis();
    }

    /**
     * The job's end.
     *
     * @throws RecordTooLargeException if no record carries it; nothing is written then
     */
    public void result(JobResult result) {
        surely(publisher.publishResult(job.replyPartition(), new JobFinished(result), run));
    }

    /** The end of a job that nobody ran. */
    public void resultOfNobody(JobResult result) {
        surely(publisher.publishResult(job.replyPartition(), new JobFinished(result), null));
    }

    /** The router decides the next step. */
    public void reroute(
            AttemptReport failure,
            boolean contentSent,
            @Nullable Duration retryAfter,
            boolean retryHere) {
        reroute(failure, contentSent, retryAfter, retryHere, false);
    }

    /**
     * The router decides the next step.
     *
     * @param onlyHere whether others may do it, whatever the error's class says
     * @throws RecordTooLargeException where no record carries it; nothing is written then
     */
    public void reroute(
            AttemptReport failure,
            boolean contentSent,
            @Nullable Duration retryAfter,
            boolean retryHere,
            boolean onlyHere) {
        surely(
                publisher.publish(
                        Topic.REROUTES,
                        new AttemptRerouted(
                                order,
                                failure,
                                contentSent,
                                retryAfter == null ? null : retryAfter.toMillis(),
                                retryHere,
                                onlyHere)));
    }

    /**
     * Ends a job that no record has room for together with this failure: the router cannot be told
     * of it, and running it again would only pay again.
     */
    public void noRoomToGoOn(AttemptReport failure) {
        List<AttemptReport> history = new ArrayList<>(order.history());
        history.add(failure);
        AttemptError error = failure.error();
        String why = error == null ? "it was deferred" : error.message();
        result(
                JobResult.ended(
                        job.jobId(),
                        JobStatus.FAILED,
                        AttemptError.of(
                                ErrorClass.INVALID_REQUEST,
                                "the job leaves no room in a record of %d bytes to be tried again after: %s"
                                        .formatted(Topic.MAX_RECORD_BYTES, why)),
                        sinceAdmissionMs(),
                        history,
                        job.job().metadata()));
    }

    /** The last record: whoever reads it knows that the attempt need not run again. */
    public void finished(Outcome outcome, @Nullable AttemptError error, Used used) {
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
                                used.usage(),
                                used.cost(),
                                used.unpriced(),
                                startedAt,
                                clock.instant(),
                                used.latencyMs(),
                                used.ttftMs(),
                                search)));
    }

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
