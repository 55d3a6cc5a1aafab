package io.signalbox.metrics.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /internal/metrics/usage?from=&to=&tz=&group_by=&tenant=&format=}: what {@code GET
 * /v1/usage} answers. 400 names the parameter that is wrong, 503 says that Postgres is away.
 */
@Path("/internal/metrics/usage")
@Singleton
public final class UsageResource {

    private static final Logger LOG = Logger.getLogger(UsageResource.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    private final UsageStore store;
    private final InstantSource clock;

    @Inject
    UsageResource(UsageStore store) {
        this(store, InstantSource.system());
    }

    UsageResource(UsageStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @GET
    @RunOnVirtualThread
    public Response usage(@Context UriInfo uri) {
        return usage(uri.getQueryParameters());
    }

    Response usage(Map<String, List<String>> parameters) {
        try {
            return answer(store.read(UsageQuery.parse(parameters, clock)));
        } catch (InvalidParameter e) {
            return refusal(e);
        } catch (RuntimeException e) {
            if (e instanceof PgException refused && isUnknownZone(refused)) {
                return refusal(
                        new InvalidParameter(
                                "tz", "tz is a time zone that Postgres does not know"));
            }
            if (e instanceof PgException refused && isEnded(refused)) {
                return unavailable(
                        "the reading took too long; ask for a narrower window or fewer groups",
                        "usage_timeout");
            }
            if (e instanceof PgException refused && !isAway(refused)) {
                throw e;
            }
            LOG.warnf("usage cannot be read: %s", e);
            return unavailable(
                    "the ledger's database does not answer; nothing is lost, ask again shortly",
                    "ledger_unavailable");
        }
    }

    private static Response answer(UsageReport report) {
        return switch (report.query().format()) {
            case JSON -> json(Response.Status.OK, UsageText.json(report)).build();
            case CSV ->
                    Response.ok(UsageText.csv(report), "text/csv; charset=utf-8; header=present")
                            .header(
                                    HttpHeaders.CONTENT_DISPOSITION,
                                    "attachment; filename=\"usage.csv\"")
                            .build();
        };
    }

    private static Response refusal(InvalidParameter e) {
        return json(
                        Response.Status.BAD_REQUEST,
                        error(
                                String.valueOf(e.getMessage()),
                                "invalid_request_error",
                                e.parameter(),
                                "invalid_parameter"))
                .build();
    }

    private static Response unavailable(String message, String code) {
        return json(Response.Status.SERVICE_UNAVAILABLE, error(message, "api_error", null, code))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    private static String error(
            String message, String type, @Nullable String parameter, String code) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", parameter)
                .put("code", code);
        return Json.text(root);
    }

    private static Response.ResponseBuilder json(Response.Status status, String body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
    }

    /** SQLSTATE invalid_parameter_value: Java knows it, the server's own list does not. */
    private static boolean isUnknownZone(PgException e) {
        return "22023".equals(e.getSqlState());
    }

    /** SQLSTATE query_canceled: by {@code statement_timeout}. */
    private static boolean isEnded(PgException e) {
        return "57014".equals(e.getSqlState());
    }

    /** SQLSTATE: connection, resources, operator, system; or the schema does not yet stand. */
    private static boolean isAway(PgException e) {
        String state = String.valueOf(e.getSqlState());
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.equals("3F000")
                || state.equals("42P01");
    }
}
