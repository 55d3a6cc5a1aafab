package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/embed}. Source: the API reference of Ollama. */
final class OllamaEmbeddings implements EmbeddingWire {

    private final WireDialect dialect = new OllamaWire();

    @Override
    public boolean owns(String path) {
        return path.equals("/api/embed");
    }

    @Override
    public @Nullable String key(Map<String, String> headers) {
        return OpenAiWire.bearer(headers);
    }

    @Override
    public Asked read(String path, JsonNode body) {
        JsonNode dimensions = body.path("dimensions");
        return new Asked(
                body.path("model").asText(),
                OpenAiEmbeddings.texts(body.path("input")),
                dimensions.isInt() ? dimensions.asInt() : null,
                false);
    }

    @Override
    public String answer(Asked asked, List<float[]> vectors, @Nullable Integer tokens) {
        ObjectNode answer = Json.mapper().createObjectNode().put("model", asked.model());
        answer.set("embeddings", Json.mapper().valueToTree(vectors));
        answer.put("total_duration", 1_000_000);
        if (tokens != null) {
            answer.put("prompt_eval_count", tokens);
        }
        return answer.toString();
    }

    @Override
    public WireDialect errors() {
        return dialect;
    }
}
