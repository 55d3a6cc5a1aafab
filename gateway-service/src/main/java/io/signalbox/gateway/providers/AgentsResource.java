package io.signalbox.gateway.providers;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.wire.Json;
import io.signalbox.messaging.fleet.Fleet;
import io.signalbox.messaging.fleet.FleetReader;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * {@code GET /v1/agents}: how each command-line agent of the catalog stands now, by priority. Never
 * its environment.
 */
@Path("/v1/agents")
public class AgentsResource {

    private final ActiveCatalog catalog;
    private final FleetReader fleet;

    AgentsResource(ActiveCatalog catalog, FleetReader fleet) {
        this.catalog = catalog;
        this.fleet = fleet;
    }

    /** All of them. */
    record Listing(List<AgentView> agents) {}

    @GET
    public Response list() {
        Catalog current = catalog.current();
        Fleet known = fleet.fleet();
        Instant now = Instant.now();
        List<AgentView> agents =
                current.agents().values().stream()
                        .sorted(Comparator.comparingInt(Agent::priority).thenComparing(Agent::name))
                        .map(agent -> AgentView.of(agent, known, now))
                        .toList();
        return Response.ok(Json.bytes(new Listing(agents)), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
