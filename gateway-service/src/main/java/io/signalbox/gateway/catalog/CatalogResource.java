package io.signalbox.gateway.catalog;

import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.wire.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * {@code GET /v1/catalog}: which catalog is in force in this gateway, and what is wrong with the
 * files as they are now. Never a key. Other processes follow their own.
 */
@Path("/v1/catalog")
public class CatalogResource {

    private final ActiveCatalog catalog;

    CatalogResource(ActiveCatalog catalog) {
        this.catalog = catalog;
    }

    @GET
    public Response get() {
        return Response.ok(
                        Json.bytes(CatalogView.of(catalog.state())),
                        MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
