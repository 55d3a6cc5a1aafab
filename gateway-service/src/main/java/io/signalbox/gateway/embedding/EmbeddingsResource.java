package io.signalbox.gateway.embedding;

import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.caller.WaitedJob;
import io.signalbox.gateway.caller.WaitedJobs;
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
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/embeddings}: a job that its caller waits for. */
@Path("/v1/embeddings")
public class EmbeddingsResource {

    private final WaitedJobs waitedJobs;
    private final ModelNames modelNames;
    private final GatewayConfig config;

    EmbeddingsResource(WaitedJobs waitedJobs, ModelNames modelNames, GatewayConfig config) {
        this.waitedJobs = waitedJobs;
        this.modelNames = modelNames;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    public Response embed(
            byte[] body,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context RoutingContext exchange)
            throws InterruptedException {
        EmbeddingRequest request = EmbeddingRequest.read(body, config.maxBodyBytes());
        modelNames.check(request.job().routing().model());
        try (WaitedJob waited = waitedJobs.submit(request.job(), false, idempotencyKey, exchange)) {
            return waited.answer(result -> EmbeddingList.json(result, request.base64()));
        }
    }
}
