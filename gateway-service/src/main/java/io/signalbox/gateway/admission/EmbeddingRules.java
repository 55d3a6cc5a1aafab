package io.signalbox.gateway.admission;

import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.job.VectorText;
import io.signalbox.gateway.http.ApiException;
import java.util.List;

/** What texts must be before vectors are made of them. */
final class EmbeddingRules {

    private EmbeddingRules() {}

    /**
     * @param besides whether the job has a conversation or an instruction too
     * @throws ApiException 400 with what is wrong
     */
    static void check(EmbeddingInput embedding, boolean besides) {
        if (besides) {
            throw ApiException.invalid(
                    "embedding", "a job has an embedding, or input and instruction; not both");
        }
        List<String> texts = embedding.texts();
        if (texts.isEmpty()) {
            throw ApiException.invalid(
                    "input", "input is empty; an embedding needs one text or more");
        }
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).isEmpty()) {
                throw ApiException.invalid(
                        "input", "text %d of the input is empty; no model takes that".formatted(i));
            }
        }
        Integer dimensions = embedding.dimensions();
        if (dimensions == null) {
            return;
        }
        if (dimensions < 1) {
            throw ApiException.invalid(
                    "dimensions", "dimensions is %d, it is 1 or more".formatted(dimensions));
        }
        long numbers = (long) dimensions * texts.size();
        if (numbers > VectorText.MOST_NUMBERS) {
            throw ApiException.invalid(
                    "dimensions",
                    "%d texts of %d dimensions are %d numbers, at most %d are carried at once; send fewer texts"
                            .formatted(texts.size(), dimensions, numbers, VectorText.MOST_NUMBERS));
        }
    }
}
