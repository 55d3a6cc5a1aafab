package io.signalbox.gateway.registry;

import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.event.ModelCommand;
import io.signalbox.contracts.event.ModelWork;
import io.signalbox.contracts.event.ProviderListing;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.messaging.fleet.FleetReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/providers/{name}/models}: what a provider has, by its own word, and what operators ask
 * to be done with it. Workers do it; how it goes is in the same listing.
 */
@Path("/v1/providers/{name}/models")
public class ProviderModelsResource {

    private static final Set<String> ACTIONS =
            Set.of(ModelCommand.PULL, ModelCommand.LOAD, ModelCommand.UNLOAD);

    /** Longest model id that is taken. */
    private static final int MAX_ID_CHARS = 256;

    private final ActiveCatalog catalog;
    private final FleetReader fleet;
    private final Admission admission;
    private final InstantSource clock = InstantSource.system();

    ProviderModelsResource(ActiveCatalog catalog, FleetReader fleet, Admission admission) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.admission = admission;
    }

    /**
     * @param listed whether the provider gave its list
     * @param problem why it did not when it was last asked; absent where it did
     * @param models all that it has, in its order; with what it tells of each
     * @param work pulls, loads and unloads, the latest last
     */
    record Listing(
            String provider,
            boolean listed,
            @Nullable Instant listedAt,
            @Nullable String problem,
            @Nullable String version,
            List<ListedModel> models,
            List<WorkView> work) {}

    /** Work with the worker that does it. */
    record WorkView(String worker, ModelWork work) {}

    /** What was asked for, and where to see how it goes. */
    record Accepted(
            String id,
            String provider,
            @Nullable String model,
            String action,
            Map<String, String> links) {}

    @GET
    public Response list(@PathParam("name") String name) {
        Provider provider = provider(name);
        Map<String, ListedModel> models = new LinkedHashMap<>();
        List<WorkView> work = new ArrayList<>();
        ProviderListing latest = null;
        for (ProviderReport report : fleet.fleet().reports(provider.name(), clock.instant())) {
            report.models().forEach(id -> models.putIfAbsent(id, ListedModel.ofId(id)));
            ProviderListing listing = report.listing();
            if (listing != null) {
                listing.models().forEach(model -> models.put(model.id(), model));
                listing.work().forEach(it -> work.add(new WorkView(report.worker(), it)));
                latest = listing;
            }
        }
        return json(
                200,
                new Listing(
                        provider.name(),
                        latest != null && latest.listedAt() != null,
                        latest == null ? null : latest.listedAt(),
                        latest == null ? null : latest.problem(),
                        latest == null ? null : latest.version(),
                        List.copyOf(models.values()),
                        work));
    }

    /** Asks the provider for its list now. */
    @POST
    @Path("/refresh")
    @RunOnVirtualThread
    public Response refresh(@PathParam("name") String name) {
        return command(provider(name), null, ModelCommand.REFRESH);
    }

    /** {@code pull}, {@code load}, {@code unload}. */
    @POST
    @Path("/{id: .+}/{action}")
    @RunOnVirtualThread
    public Response act(
            @PathParam("name") String name,
            @PathParam("id") String id,
            @PathParam("action") String action) {
        Provider provider = provider(name);
        if (!ACTIONS.contains(action)) {
            throw ApiException.notFound(
                    "nothing is done by that name; there are pull, load and unload");
        }
        if (!provider.local() || !provider.dialect().equals(Dialect.OLLAMA)) {
            throw ApiException.invalid(
                    "name",
                    "%s is not a local Ollama: only there models are pulled, loaded and unloaded"
                            .formatted(provider.name()));
        }
        if (id.length() > MAX_ID_CHARS || !id.matches("\\S+")) {
            throw ApiException.invalid(
                    "id",
                    "a model's id has 1 to %d characters and no blanks".formatted(MAX_ID_CHARS));
        }
        return command(provider, provider.dialect().modelId(id), action);
    }

    private Provider provider(String name) {
        return catalog.current()
                .provider(name)
                .orElseThrow(() ->
                        ApiException.notFound(
                                "there is no provider of that name; there are "
                                        + String.join(
                                                ", ", catalog.current().providers().keySet())));
    }

    private Response command(Provider provider, @Nullable String model, String action) {
        JobId id = JobId.create();
        admission.command(new ModelCommand(id, provider.name(), model, action, clock.instant()));
        return json(
                202,
                new Accepted(
                        id.value(),
                        provider.name(),
                        model,
                        action,
                        Map.of("progress", "/v1/providers/" + provider.name() + "/models")));
    }

    private static Response json(int status, Object body) {
        return Response.status(status)
                .entity(Json.bytes(body))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
