package io.signalbox.gateway.embedding;

import com.fasterxml.jackson.core.JsonGenerator;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.VectorText;
import io.signalbox.contracts.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The body of the OpenAI embeddings form, written without a tree: it may hold a million numbers.
 */
final class EmbeddingList {

    private EmbeddingList() {}

    /**
     * @param result one that succeeded
     * @param base64 whether the vectors come as base64 instead of numbers
     */
    static byte[] json(JobResult result, boolean base64) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.mapper().getFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            List<String> vectors = result.embeddings() == null ? List.of() : result.embeddings();
            for (int index = 0; index < vectors.size(); index++) {
                json.writeStartObject();
                json.writeStringField("object", "embedding");
                json.writeNumberField("index", index);
                json.writeFieldName("embedding");
                vector(json, vectors.get(index), base64);
                json.writeEndObject();
            }
            json.writeEndArray();
            Candidate candidate = result.candidate();
            json.writeStringField("model", candidate == null ? "unknown" : candidate.name());
            Usage usage = result.usage() == null ? Usage.NONE : result.usage();
            json.writeObjectFieldStart("usage");
            json.writeNumberField("prompt_tokens", usage.input());
            json.writeNumberField("total_tokens", usage.input() + usage.output());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write vectors", e);
        }
        return out.toByteArray();
    }

    private static void vector(JsonGenerator json, String vector, boolean base64)
            throws IOException {
        if (base64) {
            json.writeString(vector);
            return;
        }
        json.writeStartArray();
        for (float number : VectorText.floats(vector)) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }
}
