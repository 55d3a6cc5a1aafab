package io.signalbox.gateway.caller;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.gateway.admission.Claim;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.Errors;
import io.signalbox.gateway.reply.PendingJob;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/** An accepted job whose caller waits on its connection. Used by one thread. */
public final class WaitedJob implements AutoCloseable {

    public static final String JOB_HEADER = "x-signalbox-job";

    private final Claim claim;
    private final PendingJob pending;
    private final Instant deadline;
    private final Runnable hungUp;
    private final Runnable forget;

    WaitedJob(Claim claim, PendingJob pending, Instant deadline, Runnable hungUp, Runnable forget) {
        this.claim = claim;
        this.pending = pending;
        this.deadline = deadline;
        this.hungUp = hungUp;
        this.forget = forget;
    }

    public JobId jobId() {
        return claim.jobId();
    }

    public Instant admittedAt() {
        return claim.admittedAt();
    }

    public PendingJob pending() {
        return pending;
    }

    /** Until when to wait. */
    public Instant deadline() {
        return deadline;
    }

    /** To be told that the caller is gone. Does not block. */
    public void hungUp() {
        hungUp.run();
    }

    /**
     * The whole answer, or the error that the job ended with. Blocks.
     *
     * @param body of an answer, from a result that succeeded; JSON
     */
    public Response answer(Function<JobResult, byte[]> body) throws InterruptedException {
        PendingJob.Piece.End end = pending.await(Duration.between(Instant.now(), deadline));
        if (end == null) {
            return ended(
                    pending.isDismissed()
                            ? ApiException.stopping(jobId().value())
                            : ApiException.ended(expired()));
        }
        JobResult result = end.result();
        if (result.status() != JobStatus.SUCCEEDED) {
            return failed(result);
        }
        Usd cost = result.costUsd();
        Candidate candidate = result.candidate();
        return Response.ok(body.apply(result), MediaType.APPLICATION_JSON_TYPE)
                .header(JOB_HEADER, result.jobId().value())
                .header("x-signalbox-candidate", candidate == null ? "unknown" : candidate.name())
                .header("x-signalbox-attempts", result.attemptsMade())
                .header("x-signalbox-cost-usd", cost == null ? "unknown" : cost.toString())
                .build();
    }

    /** Once accepted, every answer names its job. */
    public Response ended(ApiException error) {
        String id = jobId().value();
        return Response.fromResponse(Errors.answer(error, id)).header(JOB_HEADER, id).build();
    }

    private static Response failed(JobResult result) {
        ApiException error =
                ApiException.ended(
                        Objects.requireNonNullElseGet(
                                result.error(),
                                () ->
                                        AttemptError.of(
                                                ErrorClass.INTERNAL, "the job has no error")));
        return Response.fromResponse(Errors.answer(error, result.jobId().value()))
                .header(JOB_HEADER, result.jobId().value())
                .header("x-signalbox-attempts", result.attemptsMade())
                .build();
    }

    private AttemptError expired() {
        return AttemptError.of(
                ErrorClass.EXPIRED,
                "job %s did not end before its deadline %s; GET /v1/jobs/%s tells how far it came"
                        .formatted(jobId(), claim.deadline(), jobId()));
    }

    /** Nobody waits any more. */
    @Override
    public void close() {
        forget.run();
    }
}
