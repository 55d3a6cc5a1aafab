package io.signalbox.apiworker.call.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.upstream.StreamFault;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.wire.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /embeddings} of OpenAI and every server that speaks its format. No {@code
 * encoding_format} is sent: numbers are every server's default, and not every server has another.
 */
@Singleton
final class OpenAiEmbeddingWire implements EmbeddingWire {

    /** As the wire has it. */
    record Body(@Nullable List<Item> data, @Nullable Used usage, @Nullable JsonNode error) {}

    /**
     * @param index null where the server leaves it out: then the order counts
     */
    record Item(
            @Nullable Integer index,
            @JsonDeserialize(using = VectorDeserializer.class) @Nullable String embedding) {}

    /**
     * @param cost in US dollars; only OpenRouter's is one
     */
    record Used(
            @Nullable Long promptTokens, @Nullable Long totalTokens, @Nullable BigDecimal cost) {}

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public URI address(Provider provider, String modelId) {
        return URI.create(provider.baseUrl() + "/embeddings");
    }

    @Override
    public byte[] body(String modelId, EmbeddingInput input) {
        return Json.bytes(json(modelId, input, "dimensions"));
    }

    /**
     * @param dimensions the field that takes the length of a vector
     */
    static ObjectNode json(String modelId, EmbeddingInput input, String dimensions) {
        ObjectNode json = Json.mapper().createObjectNode();
        input.extra().forEach(json::set);
        json.put("model", modelId);
        input.texts().forEach(json.putArray("input")::add);
        if (input.dimensions() != null) {
            json.put(dimensions, input.dimensions());
        }
        return json;
    }

    @Override
    public Answer read(Provider provider, InputStream body) throws IOException {
        return answer(body, "openrouter.ai".equals(provider.baseUrl().getHost()));
    }

    /**
     * @param inDollars whether {@code usage.cost} is what the server charged
     */
    static Answer answer(InputStream json, boolean inDollars) throws IOException {
        Body body = Json.mapper().readValue(json, Body.class);
        Faults.throwIfError(body.error());
        List<Item> items = body.data() == null ? List.of() : body.data();
        String[] vectors = new String[items.size()];
        for (int place = 0; place < vectors.length; place++) {
            Item item = items.get(place);
            int index = item.index() == null ? place : item.index();
            if (index < 0 || index >= vectors.length || vectors[index] != null) {
                throw new StreamFault(
                        StreamFault.Kind.MALFORMED,
                        "answered with vectors whose indexes are not those of the texts");
            }
            vectors[index] = Faults.present(item.embedding());
        }
        Used used = body.usage();
        return new Answer(
                Arrays.asList(vectors),
                usage(used),
                used == null || used.cost() == null || !inDollars
                        ? null
                        : Usd.told(used.cost()).orElse(null));
    }

    private static @Nullable Usage usage(@Nullable Used used) {
        if (used == null) {
            return null;
        }
        Long tokens = used.promptTokens() == null ? used.totalTokens() : used.promptTokens();
        return tokens == null || tokens <= 0 ? null : new Usage(tokens, 0, 0, 0, 0, false);
    }
}
