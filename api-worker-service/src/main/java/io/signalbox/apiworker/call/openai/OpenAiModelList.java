package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.ModelList;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** {@code GET <base>/models}. */
final class OpenAiModelList implements ModelList {

    @Override
    public URI address(URI baseUrl) {
        return URI.create(baseUrl + "/models");
    }

    @Override
    public List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        for (JsonNode model : answer.path("data")) {
            if (model.path("id").isTextual()) {
                ids.add(model.get("id").asText());
            }
        }
        return ids;
    }
}
