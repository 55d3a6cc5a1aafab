package io.signalbox.gateway.jobs;

import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.admission.Batches;
import io.signalbox.gateway.admission.StoredBatch;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.models.ModelNames;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many jobs at once: submit, look. */
@Path("/v1/jobs")
public class BatchesResource {

    private final Batches batches;
    private final ModelNames modelNames;
    private final BatchBody body;
    private final Duration retention;

    BatchesResource(Batches batches, ModelNames modelNames, GatewayConfig config) {
        this.batches = batches;
        this.modelNames = modelNames;
        this.body = new BatchBody(config.maxBodyBytes(), config.bounds().maxBatchJobs());
        this.retention = config.store().retention();
    }

    /** 202 when all of them are safe, in the broker or in Postgres, and the broker has one. */
    @POST
    @Path("/batch")
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    public Response submit(
            byte[] jobs, @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        List<Job> parsed = body.read(jobs);
        StoredBatch batch =
                batches.submit(
                        parsed,
                        Admission.DEFAULT_TENANT,
                        idempotencyKey,
                        job -> modelNames.checkOfJob(job.routing().model()));
        return json(Response.accepted().location(URI.create(BatchView.path(batch.id()))), batch);
    }

    @GET
    @Path("/batches/{id}")
    @RunOnVirtualThread
    public Response get(@PathParam("id") String id) {
        return json(Response.ok(), find(parse(id)));
    }

    private StoredBatch find(JobId id) {
        return batches.find(id, Admission.DEFAULT_TENANT)
                .orElseThrow(() ->
                        ApiException.notFound(
                                "no batch %s; batches are kept for %d days"
                                        .formatted(id, retention.toDays())));
    }

    private static JobId parse(String id) {
        try {
            return JobId.parse(id);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("id", "id: " + e.getMessage());
        }
    }

    private static Response json(Response.ResponseBuilder response, StoredBatch batch) {
        return response.type(MediaType.APPLICATION_JSON)
                .entity(Json.bytes(BatchView.of(batch)))
                .build();
    }
}
