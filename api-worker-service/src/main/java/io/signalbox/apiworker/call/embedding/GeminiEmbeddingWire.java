package io.signalbox.apiworker.call.embedding;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.wire.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code :batchEmbedContents} of Gemini. A caller's {@code task_type} goes as {@code taskType}.
 * Sources: ai.google.dev/api/embeddings; most texts of a request as it answers itself
 * (langchain-ai/langchainjs issue 4491).
 */
@Singleton
final class GeminiEmbeddingWire implements EmbeddingWire {

    private static final String MODELS = "models/";
    private static final int MOST_TEXTS = 100;

    /** As the wire has it. Field names are Google's. */
    record Body(
            @Nullable List<Item> embeddings,
            @JsonProperty("usageMetadata") @Nullable Used usage,
            @Nullable JsonNode error) {}

    record Item(@JsonDeserialize(using = VectorDeserializer.class) @Nullable String values) {}

    record Used(@JsonProperty("promptTokenCount") @Nullable Long promptTokens) {}

    @Override
    public Dialect dialect() {
        return Dialect.GEMINI;
    }

    @Override
    public int mostTexts() {
        return MOST_TEXTS;
    }

    @Override
    public URI address(Provider provider, String modelId) {
        return URI.create(provider.baseUrl() + "/" + name(modelId) + ":batchEmbedContents");
    }

    private static String name(String modelId) {
        return modelId.startsWith(MODELS) ? modelId : MODELS + modelId;
    }

    @Override
    public Map<String, String> headers(@Nullable Secret key) {
        return key == null ? Map.of() : Map.of("x-goog-api-key", key.reveal());
    }

    @Override
    public byte[] body(String modelId, EmbeddingInput input) {
        ObjectNode json = Json.mapper().createObjectNode();
        ArrayNode requests = json.putArray("requests");
        JsonNode taskType = input.extra().get("task_type");
        for (String text : input.texts()) {
            ObjectNode request = requests.addObject().put("model", name(modelId));
            request.putObject("content").putArray("parts").addObject().put("text", text);
            if (input.dimensions() != null) {
                request.put("outputDimensionality", input.dimensions());
            }
            if (taskType != null) {
                request.set("taskType", taskType);
            }
        }
        return Json.bytes(json);
    }

    @Override
    public Answer read(Provider provider, InputStream json) throws IOException {
        Body body = Json.mapper().readValue(json, Body.class);
        Faults.throwIfError(body.error());
        List<Item> items = body.embeddings() == null ? List.of() : body.embeddings();
        Long tokens = body.usage() == null ? null : body.usage().promptTokens();
        return new Answer(
                items.stream().map(item -> Faults.present(item.values())).toList(),
                tokens == null || tokens <= 0 ? null : new Usage(tokens, 0, 0, 0, 0, false),
                null);
    }
}
