package io.signalbox.gateway.forward;

import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.http.Bodies;
import io.signalbox.gateway.http.TraceId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Public readings that other services own. */
@Path("/v1")
public class ForwardResource {

    private final ServiceClient services;
    private final Admission admission;
    private final GatewayConfig config;

    ForwardResource(ServiceClient services, Admission admission, GatewayConfig config) {
        this.services = services;
        this.admission = admission;
        this.config = config;
    }

    /** {@code GET /v1/usage}: the ledger, grouped. */
    @GET
    @Path("/usage")
    @RunOnVirtualThread
    public Response usage(@Context UriInfo uri, @Context HttpHeaders headers) {
        return services.fromMetrics("usage", uri.getRequestUri().getRawQuery(), traceId(headers));
    }

    /** {@code POST /v1/route}: the plan for a job; nothing is run. */
    @POST
    @Path("/route")
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    public Response route(byte[] body, @Context HttpHeaders headers) {
        Job job = Bodies.read(body, Job.class, config.maxBodyBytes());
        return services.fromRouter(
                "route",
                Json.bytes(admission.prepare(job, Admission.DEFAULT_TENANT, false)),
                traceId(headers));
    }

    private static String traceId(HttpHeaders headers) {
        return TraceId.from(headers.getHeaderString("traceparent"));
    }
}
