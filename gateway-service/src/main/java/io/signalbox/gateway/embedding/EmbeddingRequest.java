package io.signalbox.gateway.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.gateway.caller.Extras;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.Bodies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An embeddings body, taken apart.
 *
 * @param job what it asks for
 * @param base64 whether the vectors are to come as base64 instead of numbers
 */
record EmbeddingRequest(Job job, boolean base64) {

    /**
     * @throws ApiException 400 or 413 with what is wrong
     */
    static EmbeddingRequest read(byte[] body, int maxBytes) {
        ObjectNode root = Bodies.read(body, ObjectNode.class, maxBytes);
        String model = Extras.model(root.remove("model"));
        List<String> texts = texts(root.remove("input"));
        Integer dimensions = dimensions(root.remove("dimensions"));
        boolean base64 = base64(root.remove("encoding_format"));
        Extras extras = Extras.read(root.remove("signalbox"));
        Map<String, JsonNode> further = new HashMap<>();
        root.properties().forEach(field -> further.put(field.getKey(), field.getValue()));
        Job job =
                new Job(
                        null,
                        null,
                        null,
                        null,
                        null,
                        extras.task(),
                        extras.routingTo(model),
                        extras.limits(),
                        extras.profile(),
                        extras.metadata(),
                        null,
                        new EmbeddingInput(texts, dimensions, further));
        return new EmbeddingRequest(job, base64);
    }

    private static List<String> texts(@Nullable JsonNode input) {
        if (input == null || input.isNull()) {
            throw ApiException.invalid(
                    "input", "input is missing; send a text or an array of texts");
        }
        if (input.isTextual()) {
            return List.of(input.asText());
        }
        if (!input.isArray()) {
            throw ApiException.invalid("input", "input is neither a text nor an array of texts");
        }
        List<String> texts = new ArrayList<>(input.size());
        for (JsonNode text : input) {
            if (text.isNumber() || text.isArray()) {
                throw ApiException.invalid(
                        "input",
                        "input holds token ids, which mean another text to every model; send texts (LangChain: check_embedding_ctx_length=False)");
            }
            if (!text.isTextual()) {
                throw ApiException.invalid("input", "input[%d] is no text".formatted(texts.size()));
            }
            texts.add(text.asText());
        }
        return texts;
    }

    private static @Nullable Integer dimensions(@Nullable JsonNode dimensions) {
        if (dimensions == null || dimensions.isNull()) {
            return null;
        }
        if (!dimensions.isInt()) {
            throw ApiException.invalid(
                    "dimensions", "dimensions is %s; it is a whole number".formatted(dimensions));
        }
        return dimensions.asInt();
    }

    private static boolean base64(@Nullable JsonNode format) {
        String name = format == null || format.isNull() ? "float" : format.asText();
        return switch (name) {
            case "float" -> false;
            case "base64" -> true;
            default ->
                    throw ApiException.invalid(
                            "encoding_format",
                            "encoding_format is %s; it is float or base64".formatted(format));
        };
    }
}
