package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One provider family's wire format: the one class to write for a further one. Stateless and
 * thread-safe. Paths begin with a slash and come without the simulated provider's name.
 */
public interface WireDialect {

    /** What a request wants. */
    enum Operation {
        CHAT,
        MODELS,
        /** Which of them are in memory. */
        LOADED,
        /** How many tokens a request has. */
        COUNT,
        /** A WebSocket; always refused, which clients must take as a wish for plain HTTP. */
        SOCKET
    }

    /** Empty where the path is none of this dialect's. */
    Optional<Operation> operation(String method, String path);

    /** The key that a request shows; header names are in lower case. */
    @Nullable String key(Map<String, String> headers);

    /**
     * @param headers names in lower case
     * @throws IllegalArgumentException if the body is not a request; the message goes into a 400
     * @throws RefusedRequest if it is answered with another error
     */
    ChatCall read(String path, Map<String, String> headers, JsonNode body);

    /**
     * What every answer's head has, errors included; a script's own headers come before.
     *
     * @param id of the answer
     */
    default Map<String, String> headers(String id, Instant now) {
        return Map.of();
    }

    /** The whole answer as one body. */
    String plain(AnswerPlan plan);

    /**
     * The answer in chunks: one frame of content per piece.
     *
     * @param usage whether the caller asked for the usage at the end
     */
    List<Frame> streamed(AnswerPlan plan, boolean usage);

    String streamContentType();

    String models(List<String> names);

    /** The answer to {@link Operation#LOADED}; only of dialects that know it. */
    default String loaded(List<String> models, List<String> inMemory) {
        throw new UnsupportedOperationException("this dialect does not tell what is in memory");
    }

    /** The answer to {@link Operation#COUNT}; only of dialects that know it. */
    default String count(int tokens) {
        throw new UnsupportedOperationException("this dialect counts no tokens");
    }

    /** Whether the model that a request asks for is the listed one. */
    boolean isModel(String listed, String asked);

    /** What a request for a model that is not listed gets. */
    WireError noModel(String asked);

    /** What a request without the right key gets. */
    default WireError badKey() {
        return WireError.of(401);
    }

    /** The body of an error response. */
    String error(WireError error);

    /** An error where a chunk should be. */
    String errorChunk(WireError error);

    /** Something that is framed as a chunk and cannot be read. */
    String malformedChunk();
}
