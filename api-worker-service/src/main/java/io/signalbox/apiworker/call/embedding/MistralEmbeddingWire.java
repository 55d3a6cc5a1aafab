package io.signalbox.apiworker.call.embedding;

import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.wire.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/**
 * {@code POST /embeddings} of Mistral: OpenAI's, but for {@code output_dimension}, and without a
 * caller's further parameters, since Mistral refuses what it does not know. Sources: its API
 * reference (docs.mistral.ai/api/endpoint/embeddings); most texts of a request as it answers
 * itself, error 3210 (raphaelmansuy/edgequake-llm pull request 74).
 */
@Singleton
final class MistralEmbeddingWire implements EmbeddingWire {

    private static final int MOST_TEXTS = 512;

    @Override
    public int mostTexts() {
        return MOST_TEXTS;
    }

    @Override
    public Dialect dialect() {
        return Dialect.MISTRAL;
    }

    @Override
    public URI address(Provider provider, String modelId) {
        return URI.create(provider.baseUrl() + "/embeddings");
    }

    @Override
    public byte[] body(String modelId, EmbeddingInput input) {
        EmbeddingInput known = new EmbeddingInput(input.texts(), input.dimensions(), null);
        return Json.bytes(OpenAiEmbeddingWire.json(modelId, known, "output_dimension"));
    }

    @Override
    public Answer read(Provider provider, InputStream body) throws IOException {
        return OpenAiEmbeddingWire.answer(body, false);
    }
}
