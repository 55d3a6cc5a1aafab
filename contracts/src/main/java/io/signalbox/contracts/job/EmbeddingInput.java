package io.signalbox.contracts.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts to be made vectors of, all by one model.
 *
 * @param texts one or more, none of them empty; the vectors come in their order
 * @param dimensions how many numbers a vector is to have, 1 or more; null is the model's default
 * @param extra every other parameter of the caller's, handed on to providers that speak OpenAI's
 *     wire format
 */
public record EmbeddingInput(
        List<String> texts,
        @Nullable Integer dimensions,
        @JsonAnyGetter @JsonAnySetter Map<String, JsonNode> extra) {

    public EmbeddingInput(
            List<String> texts,
            @Nullable Integer dimensions,
            @Nullable Map<String, JsonNode> extra) {
        this.texts = texts == null ? List.of() : List.copyOf(texts);
        this.dimensions = dimensions;
        this.extra = extra == null ? Map.of() : Map.copyOf(extra);
    }

    public static EmbeddingInput of(String... texts) {
        return new EmbeddingInput(List.of(texts), null, null);
    }

    /** Never the texts. */
    @Override
    public String toString() {
        return "EmbeddingInput[" + texts.size() + " texts, dimensions=" + dimensions + "]";
    }
}
