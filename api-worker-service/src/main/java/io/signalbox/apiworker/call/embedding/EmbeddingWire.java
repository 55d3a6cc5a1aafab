package io.signalbox.apiworker.call.embedding;

import io.signalbox.apiworker.call.upstream.StreamFault;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.EmbeddingInput;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the servers of one dialect are asked for vectors. Stateless and thread-safe. */
public interface EmbeddingWire {

    /**
     * What a server answered.
     *
     * @param vectors in the order of the texts, each as {@code VectorText} writes it
     * @param usage null where the server says nothing of it
     * @param cost what the server says it charged; null where it does not say
     */
    record Answer(List<String> vectors, @Nullable Usage usage, @Nullable Usd cost) {

        public Answer {
            vectors = List.copyOf(vectors);
        }

        /** Never the vectors. */
        @Override
        public String toString() {
            return "Answer[" + vectors.size() + " vectors, " + usage + "]";
        }
    }

    /** The wire format served; one wire per dialect. */
    Dialect dialect();

    /** Most texts of one request; the rest goes in further ones. */
    default int mostTexts() {
        return Integer.MAX_VALUE;
    }

    /** What to POST to. */
    URI address(Provider provider, String modelId);

    /** The headers that show the key; none where there is none. */
    default Map<String, String> headers(@Nullable Secret key) {
        return key == null ? Map.of() : Map.of("Authorization", "Bearer " + key.reveal());
    }

    /**
     * The request's JSON.
     *
     * @param input with at most {@link #mostTexts} texts
     */
    byte[] body(String modelId, EmbeddingInput input);

    /**
     * Reads a 2xx answer.
     *
     * @throws IOException what the connection threw, or Jackson where it is not JSON of that shape
     * @throws StreamFault where the server says that it failed, or its vectors have no order
     */
    Answer read(Provider provider, InputStream body) throws IOException;
}
