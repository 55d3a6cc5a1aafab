package io.signalbox.gateway.chat;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.Errors;
import io.signalbox.gateway.reply.PendingJob;
import io.signalbox.gateway.reply.PendingJobs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
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

/** {@code POST /v1/chat/completions}: a job that its caller waits for. */
@Path("/v1/chat/completions")
public class ChatResource {

    private static final String JOB_HEADER = "x-signalbox-job";

    private final Admission admission;
    private final PendingJobs pendingJobs;
    private final ModelNames modelNames;
    private final HangUps hangUps;
    private final GatewayConfig config;

    ChatResource(
            Admission admission,
            PendingJobs pendingJobs,
            ModelNames modelNames,
            HangUps hangUps,
            GatewayConfig config) {
        this.admission = admission;
        this.pendingJobs = pendingJobs;
        this.modelNames = modelNames;
        this.hangUps = hangUps;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    public Response complete(byte[] body, @Context RoutingContext exchange)
            throws InterruptedException {
        ChatRequest request = ChatRequest.read(body, config.maxBodyBytes());
        modelNames.check(request.job().routing().model());
        JobAdmitted admitted =
                admission.prepare(request.job(), Admission.DEFAULT_TENANT, request.stream());
        PendingJob pending = pendingJobs.register(admitted.jobId());
        boolean handedOn = false;
        try {
            admission.accept(admitted);
            hangUps.watch(exchange, admitted, pending);
            if (!request.stream()) {
                return plain(admitted, pending);
            }
            ChatStream stream =
                    new ChatStream(
                            pending,
                            request.job().routing().model(),
                            admitted.deadline(),
                            request.includeUsage(),
                            config.keepAlive());
            stream.await(config.streamGrace());
            handedOn = true;
            return streamed(admitted, pending, stream);
        } catch (ApiException e) {
            if (e.accepted()) {
                return ended(e, admitted);
            }
            throw e;
        } finally {
            if (!handedOn) {
                pendingJobs.forget(pending);
            }
        }
    }

    private Response plain(JobAdmitted admitted, PendingJob pending) throws InterruptedException {
        PendingJob.Piece.End end =
                pending.await(Duration.between(Instant.now(), admitted.deadline()));
        if (end == null) {
            throw pending.isDismissed()
                    ? ApiException.stopping(admitted.jobId().value())
                    : ApiException.ended(expired(admitted));
        }
        JobResult result = end.result();
        if (result.status() != JobStatus.SUCCEEDED) {
            return failed(result);
        }
        return account(
                        Response.ok(
                                Json.bytes(
                                        Completion.plain(
                                                result, admitted.admittedAt().getEpochSecond())),
                                MediaType.APPLICATION_JSON_TYPE),
                        result)
                .build();
    }

    private Response streamed(JobAdmitted admitted, PendingJob pending, ChatStream stream) {
        StreamingOutput body =
                out -> {
                    try {
                        stream.writeTo(out);
                    } catch (IOException e) {
                        hangUps.hungUp(admitted, pending);
                        throw e;
                    } finally {
                        pendingJobs.forget(pending);
                    }
                };
        return Response.ok(body, "text/event-stream;charset=UTF-8")
                .header(JOB_HEADER, admitted.jobId().value())
                .header("Cache-Control", "no-cache")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    /** Once accepted, every answer names its job. */
    private static Response ended(ApiException error, JobAdmitted admitted) {
        String jobId = admitted.jobId().value();
        return Response.fromResponse(Errors.answer(error, jobId)).header(JOB_HEADER, jobId).build();
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

    static AttemptError expired(JobAdmitted admitted) {
        return AttemptError.of(
                ErrorClass.EXPIRED,
                "job %s did not end before its deadline %s; GET /v1/jobs/%s tells how far it came"
                        .formatted(admitted.jobId(), admitted.deadline(), admitted.jobId()));
    }
}
