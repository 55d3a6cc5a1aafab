package io.signalbox.gateway.providers;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.models.ModelDirectory;
import io.signalbox.messaging.fleet.Fleet;
import io.signalbox.messaging.fleet.FleetReader;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;

/**
 * {@code GET /v1/providers}: how each provider of the catalog stands now, by priority. Never a key.
 */
@Path("/v1/providers")
public class ProvidersResource {

    private final ActiveCatalog catalog;
    private final ModelDirectory models;
    private final FleetReader fleet;
    private final InsightReader learnt;

    ProvidersResource(
            ActiveCatalog catalog, ModelDirectory models, FleetReader fleet, InsightReader learnt) {
        this.catalog = catalog;
        this.models = models;
        this.fleet = fleet;
        this.learnt = learnt;
    }

    /** All of them. */
    record Listing(List<ProviderStateView> providers) {}

    @GET
    public Response list() {
        Catalog current = catalog.current();
        Fleet known = fleet.fleet();
        Instant now = Instant.now();
        List<ProviderStateView> providers =
                current.providersByPriority().stream()
                        .map(provider ->
                                ProviderStateView.of(
                                        provider,
                                        models.count(current, provider),
                                        known.state(provider.name(), now),
                                        known.reports(provider.name(), now),
                                        learnt.insights()
                                                .ofProvider(provider.name(), now)
                                                .map(Availability::of)
                                                .orElse(null),
                                        now))
                        .toList();
        return Response.ok(Json.bytes(new Listing(providers)), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
