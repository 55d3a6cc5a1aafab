package io.signalbox.apiworker.call.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.ollama.OllamaDialectClient;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.wire.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/embed} of Ollama. {@code truncate: false} unless the caller says otherwise: a
 * text cut without a word gives a wrong vector. Source: docs.ollama.com/api/embed.
 */
@Singleton
final class OllamaEmbeddingWire implements EmbeddingWire {

    private static final Set<String> OWN = Set.of("truncate", "keep_alive", "options");

    /** As the wire has it. */
    record Body(
            @JsonDeserialize(contentUsing = VectorDeserializer.class)
                    @Nullable List<@Nullable String> embeddings,
            @Nullable Long promptEvalCount,
            @Nullable JsonNode error) {}

    @Override
    public Dialect dialect() {
        return Dialect.OLLAMA;
    }

    @Override
    public URI address(Provider provider, String modelId) {
        return OllamaDialectClient.address(provider.baseUrl(), "/embed");
    }

    @Override
    public byte[] body(String modelId, EmbeddingInput input) {
        ObjectNode json = Json.mapper().createObjectNode().put("model", modelId);
        input.texts().forEach(json.putArray("input")::add);
        json.put("truncate", false);
        if (input.dimensions() != null) {
            json.put("dimensions", input.dimensions());
        }
        OWN.stream()
                .filter(input.extra()::containsKey)
                .forEach(name -> json.set(name, input.extra().get(name)));
        return Json.bytes(json);
    }

    @Override
    public Answer read(Provider provider, InputStream json) throws IOException {
        Body body = Json.mapper().readValue(json, Body.class);
        Faults.throwIfError(body.error());
        List<@Nullable String> vectors = body.embeddings() == null ? List.of() : body.embeddings();
        Long tokens = body.promptEvalCount();
        return new Answer(
                vectors.stream().map(Faults::present).toList(),
                tokens == null || tokens <= 0 ? null : new Usage(tokens, 0, 0, 0, 0, false),
                null);
    }
}
