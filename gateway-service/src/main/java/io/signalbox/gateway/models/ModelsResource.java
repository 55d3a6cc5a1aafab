package io.signalbox.gateway.models;

import io.signalbox.catalog.Catalog;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.Routing;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.http.ApiException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code GET /v1/models}: auto, aliases, chains, and the models of providers that are usable now,
 * in the OpenAI form.
 */
@Path("/v1/models")
public class ModelsResource {

    private final KnownModels catalog;
    private final ModelDirectory directory;

    ModelsResource(KnownModels catalog, ModelDirectory directory) {
        this.catalog = catalog;
        this.directory = directory;
    }

    /** The OpenAI list form. */
    record Listing(String object, List<Entry> data) {}

    /**
     * @param created always 0: nobody knows
     * @param ownedBy the provider, or {@code signalbox} for names that the catalog makes
     */
    record Entry(String id, String object, long created, String ownedBy) {

        static Entry of(String id) {
            int slash = id.indexOf('/');
            boolean ours = slash < 0 || id.startsWith("chain/");
            return new Entry(id, "model", 0, ours ? "signalbox" : id.substring(0, slash));
        }
    }

    @GET
    public Response list() {
        Catalog current = catalog.current();
        List<Entry> entries =
                Stream.of(
                                Stream.of(Routing.AUTO),
                                current.aliases().keySet().stream(),
                                current.chains().keySet().stream().map(name -> "chain/" + name),
                                directory.usable(current).stream())
                        .flatMap(names -> names)
                        .map(Entry::of)
                        .toList();
        return json(new Listing("list", entries));
    }

    @GET
    @Path("/{id: .+}")
    public Response get(@PathParam("id") String id) {
        Catalog current = catalog.current();
        if (!directory.isKnown(current, id)) {
            throw ApiException.of(
                    ErrorClass.MODEL_NOT_FOUND,
                    "model",
                    "no model '%s'; GET /v1/models lists what can be used now".formatted(id));
        }
        directory
                .retired(current, id)
                .ifPresent(model -> {
                    throw ModelNames.retired(model);
                });
        return json(Entry.of(id));
    }

    private static Response json(Object body) {
        return Response.ok(Json.bytes(body), MediaType.APPLICATION_JSON_TYPE)
                .header(Headers.HTTP_SIGNALBOX, "gateway")
                .build();
    }
}
