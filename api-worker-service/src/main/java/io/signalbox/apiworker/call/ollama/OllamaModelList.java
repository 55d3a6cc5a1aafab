package io.signalbox.apiworker.call.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Dialect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /api/tags}: what was pulled. A model's tag {@code latest} is left out of its id. */
final class OllamaModelList implements ModelList {

    @Override
    public URI address(URI baseUrl) {
        return OllamaDialectClient.address(baseUrl, "/tags");
    }

    @Override
    public List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        for (JsonNode model : answer.path("models")) {
            // Older versions have the name only.
            JsonNode name = model.has("model") ? model.get("model") : model.path("name");
            if (name.isTextual()) {
                ids.add(Dialect.OLLAMA.modelId(name.asText()));
            }
        }
        return ids;
    }
}
