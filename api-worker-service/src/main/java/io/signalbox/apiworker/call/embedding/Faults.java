package io.signalbox.apiworker.call.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.upstream.StreamFault;
import io.signalbox.contracts.wire.Json;
import org.jspecify.annotations.Nullable;

/** What may be wrong with a 2xx answer, whatever its wire. */
final class Faults {

    private Faults() {}

    /** An error that came with status 200. */
    static void throwIfError(@Nullable JsonNode error) {
        if (error != null && !error.isNull()) {
            throw new StreamFault(
                    StreamFault.Kind.IN_BAND,
                    "answered with an error",
                    Json.mapper().createObjectNode().set("error", error).toString());
        }
    }

    /** The vector, if there is one. */
    static String present(@Nullable String vector) {
        if (vector == null) {
            throw new StreamFault(StreamFault.Kind.MALFORMED, "left out a vector");
        }
        return vector;
    }
}
