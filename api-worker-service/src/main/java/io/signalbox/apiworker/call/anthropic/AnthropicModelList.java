package io.signalbox.apiworker.call.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.ListedFields;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.event.ListedModel;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /models}: windows, longest answers, abilities. Source: facts/providers.md B.1. */
final class AnthropicModelList implements ModelList {

    private static final String VERSION = "2023-06-01";

    @Override
    public URI address(URI baseUrl) {
        return URI.create(baseUrl + "/models?limit=1000");
    }

    @Override
    public Map<String, String> headers(@Nullable Secret key) {
        return key == null
                ? Map.of("anthropic-version", VERSION)
                : Map.of("anthropic-version", VERSION, "x-api-key", key.reveal());
    }

    @Override
    public List<String> ids(JsonNode answer) {
        return models(answer).stream().map(ListedModel::id).toList();
    }

    @Override
    public List<ListedModel> models(JsonNode answer) {
        List<ListedModel> models = new ArrayList<>();
        for (JsonNode model : answer.path("data")) {
            // A retired one stays in the list as history.
            boolean retired = model.path("lifecycle").asText().equals("retired");
            if (model.path("id").isTextual() && !retired) {
                models.add(read(model.get("id").asText(), model));
            }
        }
        return models;
    }

    @Override
    public Optional<URI> next(URI baseUrl, JsonNode answer) {
        String last = answer.path("last_id").asText("");
        return answer.path("has_more").asBoolean() && !last.isEmpty()
                ? Optional.of(
                        URI.create(
                                address(baseUrl)
                                        + "&after_id="
                                        + URLEncoder.encode(last, StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private static ListedModel read(String id, JsonNode model) {
        JsonNode can = model.path("capabilities");
        return new ListedFields(id)
                .contextWindow(model.path("max_input_tokens"))
                .maxOutput(model.path("max_tokens"))
                .capability("vision", supported(can, "image_input"))
                .capability("pdf", supported(can, "pdf_input"))
                .capability("json_schema", supported(can, "structured_outputs"))
                .capability("reasoning", supported(can, "thinking"))
                .capability("adaptive_thinking", can.at("/thinking/types/adaptive/supported"))
                .retiresAt(model.path("retires_at"))
                .model();
    }

    /** Told as a flag, or as an object with one. */
    private static JsonNode supported(JsonNode capabilities, String name) {
        JsonNode told = capabilities.path(name);
        return told.isObject() ? told.path("supported") : told;
    }
}
