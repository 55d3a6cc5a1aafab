package io.signalbox.gateway.registry;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.models.KnownModels;
import io.signalbox.messaging.fleet.Fleet;
import io.signalbox.messaging.fleet.FleetReader;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * {@code GET /v1/registry/models}: what is known of each model, the cheapest first. The registry is
 * the catalog's, completed by what the providers themselves tell.
 */
@Path("/v1/registry/models")
public class RegistryResource {

    private final KnownModels known;
    private final FleetReader fleet;
    private final InstantSource clock = InstantSource.system();

    RegistryResource(KnownModels known, FleetReader fleet) {
        this.known = known;
        this.fleet = fleet;
    }

    /**
     * @param total how many there are, this page and all others
     */
    record Page(List<ModelView> models, int total, int offset) {}

    @GET
    public Response list(@Context UriInfo uri) {
        Catalog catalog = known.current();
        RegistryQuery query = RegistryQuery.of(uri.getQueryParameters(), catalog);
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        List<Model> all = query.query().of(catalog, today);
        List<ModelView> page =
                all.stream()
                        .skip(query.offset())
                        .limit(query.limit())
                        .map(model -> ModelView.of(model, catalog, isUsable(model), today))
                        .toList();
        return Response.ok(
                        Json.bytes(new Page(page, all.size(), query.offset())),
                        MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private boolean isUsable(Model model) {
        return fleet.fleet().state(model.provider(), clock.instant()) instanceof Fleet.State.Usable;
    }
}
