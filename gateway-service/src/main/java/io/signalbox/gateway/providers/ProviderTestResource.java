package io.signalbox.gateway.providers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.event.ProviderCondition;
import io.signalbox.contracts.event.ProviderTest;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.http.ApiException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/providers/{name}/test}: whether a provider's API answers now; costs nothing
 * there.
 */
@Path("/v1/providers/{name}/test")
public class ProviderTestResource {

    private final ActiveCatalog catalog;
    private final ProviderTests tests;

    ProviderTestResource(ActiveCatalog catalog, ProviderTests tests) {
        this.catalog = catalog;
        this.tests = tests;
    }

    /**
     * @param ok whether nothing went wrong
     * @param latencyMs until the list of models was there, or could not be had
     * @param models how many the list has
     * @param error what went wrong first; null where nothing did
     * @param ping of a model of a local server; null where none was made
     * @param worker who asked
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Tested(
            String provider,
            boolean ok,
            long latencyMs,
            int models,
            @Nullable AttemptError error,
            ProviderCondition.@Nullable Ping ping,
            String worker) {}

    @POST
    @RunOnVirtualThread
    public Response test(@PathParam("name") String name) {
        if (catalog.current().provider(name).isEmpty()) {
            throw ApiException.notFound(
                    "there is no provider of that name; there are "
                            + String.join(", ", catalog.current().providers().keySet()));
        }
        ProviderTests.Answer answer =
                tests.test(name)
                        .orElseThrow(() ->
                                ApiException.unanswered(
                                        "no API worker told in time what came of it; GET /v1/providers shows how many there are"));
        ProviderTest test = answer.test();
        return Response.ok(
                        Json.bytes(
                                new Tested(
                                        name,
                                        test.error() == null,
                                        test.latencyMs(),
                                        test.models(),
                                        test.error(),
                                        test.ping(),
                                        answer.worker())),
                        MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
