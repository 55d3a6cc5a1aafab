package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.VectorText;
import io.signalbox.contracts.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/embeddings} of OpenAI, and of Mistral, who calls the dimensions otherwise.
 * Source: their API references.
 */
final class OpenAiEmbeddings implements EmbeddingWire {

    private final WireDialect dialect = new OpenAiWire();

    @Override
    public boolean owns(String path) {
        return path.equals("/v1/embeddings");
    }

    @Override
    public @Nullable String key(Map<String, String> headers) {
        return OpenAiWire.bearer(headers);
    }

    @Override
    public Asked read(String path, JsonNode body) {
        JsonNode dimensions =
                body.has("output_dimension")
                        ? body.get("output_dimension")
                        : body.path("dimensions");
        return new Asked(
                body.path("model").asText(),
                texts(body.path("input")),
                dimensions.isInt() ? dimensions.asInt() : null,
                body.path("encoding_format").asText().equals("base64"));
    }

    /** One text or several. */
    static List<String> texts(JsonNode input) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : input.isArray() ? input : Json.mapper().createArrayNode().add(input)) {
            if (!text.isTextual() || text.asText().isEmpty()) {
                throw new IllegalArgumentException("'$.input' is invalid");
            }
            texts.add(text.asText());
        }
        return texts;
    }

    @Override
    public String answer(Asked asked, List<float[]> vectors, @Nullable Integer tokens) {
        ObjectNode answer = Json.mapper().createObjectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        for (int index = 0; index < vectors.size(); index++) {
            ObjectNode item = data.addObject().put("object", "embedding").put("index", index);
            if (asked.base64()) {
                item.put("embedding", VectorText.of(vectors.get(index)));
            } else {
                item.set("embedding", Json.mapper().valueToTree(vectors.get(index)));
            }
        }
        answer.put("model", asked.model());
        if (tokens != null) {
            answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        }
        return answer.toString();
    }

    @Override
    public WireDialect errors() {
        return dialect;
    }
}
