package io.signalbox.gateway.chat;

import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.caller.WaitedJob;
import io.signalbox.gateway.caller.WaitedJobs;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.models.ModelNames;
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
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/chat/completions}: a job that its caller waits for. */
@Path("/v1/chat/completions")
public class ChatResource {

    private final WaitedJobs waitedJobs;
    private final ModelNames modelNames;
    private final GatewayConfig config;

    ChatResource(WaitedJobs waitedJobs, ModelNames modelNames, GatewayConfig config) {
        this.waitedJobs = waitedJobs;
        this.modelNames = modelNames;
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
        WaitedJob waited =
                waitedJobs.submit(request.job(), request.stream(), idempotencyKey, exchange);
        boolean handedOn = false;
        try {
            if (!request.stream()) {
                long created = waited.admittedAt().getEpochSecond();
                return waited.answer(result -> Json.bytes(Completion.plain(result, created)));
            }
            ChatStream stream =
                    new ChatStream(
                            waited.pending(),
                            request.job().routing().model(),
                            waited.deadline(),
                            request.includeUsage(),
                            config.keepAlive());
            stream.await(config.streamGrace());
            handedOn = true;
            return streamed(waited, stream);
        } catch (ApiException e) {
            if (e.accepted()) {
                return waited.ended(e);
            }
            throw e;
        } finally {
            if (!handedOn) {
                waited.close();
            }
        }
    }

    private static Response streamed(WaitedJob waited, ChatStream stream) {
        StreamingOutput body =
                out -> {
                    try {
                        stream.writeTo(out);
                    } catch (IOException e) {
                        waited.hungUp();
                        throw e;
                    } finally {
                        waited.close();
                    }
                };
        return Response.ok(body, "text/event-stream;charset=UTF-8")
                .header(WaitedJob.JOB_HEADER, waited.jobId().value())
                .header("Cache-Control", "no-cache")
                .header("X-Accel-Buffering", "no")
                .build();
    }
}
