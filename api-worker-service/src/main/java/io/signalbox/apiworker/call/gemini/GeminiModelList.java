package io.signalbox.apiworker.call.gemini;

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
        return models(answer).stream().map(ListedModel::id).toList();
    }

    @Override
    public List<ListedModel> models(JsonNode answer) {
        List<ListedModel> models = new ArrayList<>();
        for (JsonNode model : answer.path("models")) {
            String name = model.path("name").asText("");
            if (!name.isEmpty() && isUsable(model.path("supportedGenerationMethods"))) {
                String id = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
                models.add(read(id, model));
            }
        }
        return models;
    }

    @Override
    public Optional<URI> next(URI baseUrl, JsonNode answer) {
        String token = answer.path("nextPageToken").asText("");
        return token.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        URI.create(
                                address(baseUrl)
                                        + "&pageToken="
                                        + URLEncoder.encode(token, StandardCharsets.UTF_8)));
    }

    private static ListedModel read(String id, JsonNode model) {
        ListedFields fields =
                new ListedFields(id)
                        .contextWindow(model.path("inputTokenLimit"))
                        .maxOutput(model.path("outputTokenLimit"))
                        .capability("reasoning", model.path("thinking"));
        JsonNode methods = model.path("supportedGenerationMethods");
        if (methods.isArray()) {
            fields.capability("chat", holds(methods, "generateContent"))
                    .capability("embedding", holds(methods, "embedContent"));
        }
        return fields.model();
    }

    private static boolean holds(JsonNode methods, String wanted) {
        for (JsonNode method : methods) {
            if (method.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
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
