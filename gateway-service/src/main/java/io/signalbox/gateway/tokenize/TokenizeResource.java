package io.signalbox.gateway.tokenize;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.models.ModelNames;
import io.signalbox.tokens.Tokenizer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code POST /v1/tokenize}: counts, and makes no job of it. */
@Path("/v1/tokenize")
public class TokenizeResource {

    private static final int AT_ONCE = 2;
    private static final int MOST_WAITING = 32;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final Set<String> WITHOUT_A_MODEL = Set.of("auto", "chain", "agent");

    private final ModelNames modelNames;
    private final ActiveCatalog catalog;
    private final GatewayConfig config;
    private final Turns turns = new Turns(AT_ONCE, MOST_WAITING, LONGEST_WAIT);

    TokenizeResource(ModelNames modelNames, ActiveCatalog catalog, GatewayConfig config) {
        this.modelNames = modelNames;
        this.catalog = catalog;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    public Response count(byte[] body) throws InterruptedException {
        return turns.with(() -> counted(body));
    }

    /** Reads the body too: read, it takes far more room than as it came. */
    private Response counted(byte[] body) {
        TokenizeRequest request = TokenizeRequest.read(body, config.maxBodyBytes());
        modelNames.check(request.model());
        Tokenizer tokenizer = tokenizer(catalog.current(), request.model());
        return Response.ok(
                        Json.bytes(request.prompt().count(tokenizer)),
                        MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    /** Of several models that a name may mean, the first counts; of an open choice, none. */
    static Tokenizer tokenizer(Catalog catalog, String name) {
        List<String> targets = catalog.alias(name);
        String model = targets.isEmpty() ? name : targets.getFirst();
        int slash = model.indexOf('/');
        String head = slash < 0 ? model : model.substring(0, slash);
        return WITHOUT_A_MODEL.contains(head) ? Tokenizer.UNKNOWN : Tokenizer.of(model);
    }
}
