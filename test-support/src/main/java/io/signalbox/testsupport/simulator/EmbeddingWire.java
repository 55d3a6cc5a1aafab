package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one provider family is asked for vectors. Stateless and thread-safe. */
interface EmbeddingWire {

    /** Whether a {@code POST} to the path is this wire's. */
    boolean owns(String path);

    /** The key that a request shows; header names are in lower case. */
    @Nullable String key(Map<String, String> headers);

    /**
     * @throws IllegalArgumentException if the body is not a request; the message goes into a 400
     */
    Asked read(String path, JsonNode body);

    /**
     * @param tokens null where the provider does not report usage
     */
    String answer(Asked asked, List<float[]> vectors, @Nullable Integer tokens);

    /** Whose errors it gives. */
    WireDialect errors();

    /**
     * A request for vectors, freed from its wire format.
     *
     * @param dimensions null where the request leaves them to the model
     * @param base64 whether the vectors are to come as base64
     */
    record Asked(String model, List<String> texts, @Nullable Integer dimensions, boolean base64) {

        public Asked {
            if (model.isEmpty()) {
                throw new IllegalArgumentException("model is required");
            }
            if (texts.isEmpty()) {
                throw new IllegalArgumentException("input cannot be empty");
            }
            texts = List.copyOf(texts);
        }

        /** Never the texts. */
        @Override
        public String toString() {
            return "Asked[" + model + ", " + texts.size() + " texts]";
        }
    }
}
