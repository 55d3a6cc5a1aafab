package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code :batchEmbedContents} of Gemini. Source: the API reference of Google. */
final class GeminiEmbeddings implements EmbeddingWire {

    private static final Pattern PATH =
            Pattern.compile("/v1(?:beta)?/models/([^/:]+):batchEmbedContents");
    private static final int MOST_TEXTS = 100;

    private final WireDialect dialect = new GeminiWire();

    @Override
    public boolean owns(String path) {
        return PATH.matcher(path).matches();
    }

    @Override
    public @Nullable String key(Map<String, String> headers) {
        return headers.get("x-goog-api-key");
    }

    @Override
    public Asked read(String path, JsonNode body) {
        Matcher named = PATH.matcher(path);
        if (!named.matches()) {
            throw new IllegalArgumentException("no model in " + path);
        }
        JsonNode requests = body.path("requests");
        if (requests.size() > MOST_TEXTS) {
            throw new IllegalArgumentException(
                    "* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode request : requests) {
            if (!request.path("model").asText().equals("models/" + named.group(1))) {
                throw new IllegalArgumentException("each request must have the batch's model");
            }
            texts.add(request.at("/content/parts/0/text").asText());
        }
        JsonNode dimensions = requests.path(0).path("outputDimensionality");
        return new Asked(
                named.group(1), texts, dimensions.isInt() ? dimensions.asInt() : null, false);
    }

    @Override
    public String answer(Asked asked, List<float[]> vectors, @Nullable Integer tokens) {
        ObjectNode answer = Json.mapper().createObjectNode();
        ArrayNode embeddings = answer.putArray("embeddings");
        vectors.forEach(
                vector -> embeddings.addObject().set("values", Json.mapper().valueToTree(vector)));
        if (tokens != null) {
            answer.putObject("usageMetadata").put("promptTokenCount", tokens);
        }
        return answer.toString();
    }

    @Override
    public WireDialect errors() {
        return dialect;
    }
}
