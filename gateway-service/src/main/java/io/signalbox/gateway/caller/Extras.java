package io.signalbox.gateway.caller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.Limits;
import io.signalbox.contracts.job.Routing;
import io.signalbox.contracts.job.Task;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.Bodies;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code signalbox} object of a request in a foreign form: a job's own parts. */
public record Extras(
        @Nullable Task task,
        @Nullable Routing routing,
        @Nullable Limits limits,
        @Nullable String profile,
        @Nullable Map<String, String> metadata) {

    private static final Extras NONE = new Extras(null, null, null, null, null);

    /**
     * @param node null where the request has none
     * @throws ApiException 400 with what is wrong
     */
    public static Extras read(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return NONE;
        }
        try {
            return Json.mapper().treeToValue(node, Extras.class);
        } catch (JsonProcessingException e) {
            throw Bodies.mistake(e, "signalbox");
        }
    }

    /** The routing asked for, to the model that the request itself names. */
    public Routing routingTo(String model) {
        return routing == null ? Routing.forModel(model) : routing.withModel(model);
    }

    /**
     * The request's {@code model}.
     *
     * @throws ApiException 400 where it has none
     */
    public static String model(@Nullable JsonNode model) {
        if (model == null || !model.isTextual() || model.asText().isBlank()) {
            throw ApiException.invalid(
                    "model", "model is missing; GET /v1/models lists the names, or use \"auto\"");
        }
        return model.asText();
    }
}
