package io.signalbox.apiworker.call.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /models}, all on one page. */
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
        List<String> ids = new ArrayList<>();
        for (JsonNode model : answer.path("data")) {
            if (model.path("id").isTextual()) {
                ids.add(model.path("id").asText());
            }
        }
        return ids;
    }
}
