package io.signalbox.router.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.wire.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;

/** The plan for a job, and nothing run; the gateway's {@code POST /v1/route} comes here. */
@Path("/internal/router/route")
public class RouteResource {

    private final RouterPlanner planner;

    RouteResource(RouterPlanner planner) {
        this.planner = planner;
    }

    /**
     * @param body a {@link JobAdmitted} as JSON
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response route(byte[] body) throws IOException {
        try {
            JobAdmitted admitted = Json.read(body, JobAdmitted.class);
            Plan plan = planner.plan(admitted, Instant.now());
            return Response.ok(Json.bytes(plan), MediaType.APPLICATION_JSON_TYPE).build();
        } catch (JsonProcessingException e) {
            return Response.status(400).entity(e.getOriginalMessage()).build();
        }
    }
}
