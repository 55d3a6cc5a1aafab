package io.signalbox.gateway.chat;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.admission.Claim;
import io.signalbox.gateway.admission.Submissions;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.Errors;
import io.signalbox.gateway.models.ModelNames;
import io.signalbox.gateway.reply.PendingJob;
import io.signalbox.gateway.reply.PendingJobs;
import io.signalbox.gateway.store.StoredEnds;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/chat/completions}: a job that its caller waits for. */
@Path("/v1/chat/completions")
public class ChatResource {

    private static final String JOB_HEADER = "x-signalbox-job";

    /** How long a job that was submitted before may take to be found in the store, at least. */
    private static final Duration LOOK_FOR = Duration.ofSeconds(5);

    private final Admission admission;
    private final Submissions submissions;
    private final PendingJobs pendingJobs;
    private final StoredEnds storedEnds;
    private final ModelNames modelNames;
    private final HangUps hangUps;
    private final GatewayConfig config;

    ChatResource(
            Admission admission,
            Submissions submissions,
            PendingJobs pendingJobs,
            StoredEnds storedEnds,
            ModelNames modelNames,
            HangUps hangUps,
            GatewayConfig config) {
        this.admission = admission;
        this.submissions = submissions;
        this.pendingJobs = pendingJobs;
        this.storedEnds = storedEnds;
        this.modelNames = modelNames;
        this.hangUps = hangUps;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    public Response complete(
            byte[] body,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context RoutingContext exchange)
            throws InterruptedException {
        ChatRequest request = ChatRequest.read(body, config.maxBodyBytes());
        modelNames.check(request.job().routing().model());
        Claim claim =
                submissions.claim(
                        request.job(), Admission.DEFAULT_TENANT, request.stream(), idempotencyKey);
        boolean heard =
                claim instanceof Claim.Open open
                        && !open.repeated()
                        && admission.hears(open.admitted());
        PendingJob pending =
                submissions.before(
                        claim,
                        () ->
                                heard
                                        ? pendingJobs.register(claim.jobId())
                                        : pendingJobs.registerForEnd(claim.jobId()));
        boolean handedOn = false;
        try {
            Runnable hungUp = begin(claim, exchange, pending);
            Instant deadline = heard ? claim.deadline() : feed(claim, pending);
            if (!request.stream()) {
                return plain(claim, deadline, pending);
            }
            ChatStream stream =
                    new ChatStream(
                            pending,
                            request.job().routing().model(),
                            deadline,
                            request.includeUsage(),
                            config.keepAlive());
            stream.await(config.streamGrace());
            handedOn = true;
            return streamed(pending, stream, hungUp);
        } catch (ApiException e) {
            if (e.accepted()) {
                return ended(e, claim.jobId());
            }
            throw e;
        } finally {
            if (!handedOn) {
                pendingJobs.forget(pending);
            }
        }
    }

    /**
     * Has the broker keep the job, if it does not yet.
     *
     * @return what to do when the caller hangs up: nothing where it can ask for the same job again
     */
    private Runnable begin(Claim claim, RoutingContext exchange, PendingJob pending) {
        if (claim instanceof Claim.Open open) {
            submissions.accept(open);
            if (!open.keyed()) {
                hangUps.watch(exchange, open.admitted(), pending);
                return () -> hangUps.hungUp(open.admitted(), pending);
            }
        }
        return () -> {};
    }

    /** Returns until when the store is looked into for the end. */
    private Instant feed(Claim claim, PendingJob pending) {
        Instant soonest = Instant.now().plus(LOOK_FOR);
        Instant until = claim.deadline().isAfter(soonest) ? claim.deadline() : soonest;
        storedEnds.feed(pending, Admission.DEFAULT_TENANT, until);
        return until;
    }

    private Response plain(Claim claim, Instant deadline, PendingJob pending)
            throws InterruptedException {
        PendingJob.Piece.End end = pending.await(Duration.between(Instant.now(), deadline));
        if (end == null) {
            throw pending.isDismissed()
                    ? ApiException.stopping(claim.jobId().value())
                    : ApiException.ended(expired(claim));
        }
        JobResult result = end.result();
        if (result.status() != JobStatus.SUCCEEDED) {
            return failed(result);
        }
        return account(
                        Response.ok(
                                Json.bytes(
                                        Completion.plain(
                                                result, claim.admittedAt().getEpochSecond())),
                                MediaType.APPLICATION_JSON_TYPE),
                        result)
                .build();
    }

    private Response streamed(PendingJob pending, ChatStream stream, Runnable hungUp) {
        StreamingOutput body =
                out -> {
                    try {
                        stream.writeTo(out);
                    } catch (IOException e) {
                        hungUp.run();
                        throw e;
                    } finally {
                        pendingJobs.forget(pending);
                    }
                };
        return Response.ok(body, "text/event-stream;charset=UTF-8")
                .header(JOB_HEADER, pending.jobId().value())
                .header("Cache-Control", "no-cache")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    /** Once accepted, every answer names its job. */
    private static Response ended(ApiException error, JobId jobId) {
        String id = jobId.value();
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

    private static Response.ResponseBuilder account(
            Response.ResponseBuilder response, JobResult result) {
        Usd cost = result.costUsd();
        return response.header(JOB_HEADER, result.jobId().value())
                .header("x-signalbox-candidate", Completion.model(result))
                .header("x-signalbox-attempts", result.attemptsMade())
                .header("x-signalbox-cost-usd", cost == null ? "unknown" : cost.toString());
    }

    private static AttemptError expired(Claim claim) {
        return AttemptError.of(
                ErrorClass.EXPIRED,
                "job %s did not end before its deadline %s; GET /v1/jobs/%s tells how far it came"
                        .formatted(claim.jobId(), claim.deadline(), claim.jobId()));
    }
}
