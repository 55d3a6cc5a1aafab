package io.signalbox.apiworker.call.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET <base>/models}: those that write or embed, not those that only make pictures or speak
 * live. {@code models/} is left out of an id.
 */
final class GeminiModelList implements ModelList {

    private static final String PREFIX = "models/";
    private static final Set<String> METHODS = Set.of("generateContent", "embedContent");

    @Override
    public URI address(URI baseUrl) {
        // Otherwise a page has fifty, and 1000 is the most.
        return URI.create(baseUrl + "/models?pageSize=1000");
    }

    @Override
    public Map<String, String> headers(@Nullable Secret key) {
        return key == null ? Map.of() : Map.of("x-goog-api-key", key.reveal());
    }

    @Override
    public List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        for (JsonNode model : answer.path("models")) {
            String name = model.path("name").asText("");
            if (!name.isEmpty() && isUsable(model.path("supportedGenerationMethods"))) {
                ids.add(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
            }
        }
        return ids;
    }

    private static boolean isUsable(JsonNode methods) {
        for (JsonNode method : methods) {
            if (METHODS.contains(method.asText())) {
                return true;
            }
        }
        return methods.isMissingNode();
    }
}
