package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.signalbox.contracts.wire.DurationText;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a provider does wrong. In JSON an object with the {@code kind} below. {@code afterChunks}
 * counts chunks that hold content; a plain answer counts as two, its halves.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fault.Status.class, name = "status"),
    @JsonSubTypes.Type(value = Fault.HangBeforeHeaders.class, name = "hang_before_headers"),
    @JsonSubTypes.Type(value = Fault.HangAfterHeaders.class, name = "hang_after_headers"),
    @JsonSubTypes.Type(value = Fault.HangMidStream.class, name = "hang_mid_stream"),
    @JsonSubTypes.Type(value = Fault.CutBeforeContent.class, name = "cut_before_content"),
    @JsonSubTypes.Type(value = Fault.CutAfter.class, name = "cut_after"),
    @JsonSubTypes.Type(value = Fault.CleanEof.class, name = "clean_eof_without_end_marker"),
    @JsonSubTypes.Type(value = Fault.ErrorInBand.class, name = "error_in_band"),
    @JsonSubTypes.Type(value = Fault.Empty200.class, name = "empty_200"),
    @JsonSubTypes.Type(value = Fault.Html200.class, name = "html_200"),
    @JsonSubTypes.Type(value = Fault.MalformedChunk.class, name = "malformed_chunk"),
    @JsonSubTypes.Type(value = Fault.SlowDrip.class, name = "slow_drip"),
    @JsonSubTypes.Type(value = Fault.OddFinish.class, name = "odd_finish")
})
public sealed interface Fault {

    /** Its name in JSON. */
    default String kind() {
        return Stream.of(Fault.class.getAnnotation(JsonSubTypes.class).value())
                .filter(type -> type.value() == getClass())
                .map(JsonSubTypes.Type::name)
                .findFirst()
                .orElseThrow();
    }

    /**
     * An HTTP error.
     *
     * @param status for example 429
     * @param headers for example {@code Retry-After}
     * @param body null is the dialect's usual error body for the status
     */
    record Status(int status, Map<String, String> headers, @Nullable String body) implements Fault {

        public Status(int status, @Nullable Map<String, String> headers, @Nullable String body) {
            this.status = status;
            this.headers = headers == null ? Map.of() : Map.copyOf(headers);
            this.body = body;
        }
    }

    /** Takes the request and says nothing. */
    record HangBeforeHeaders() implements Fault {}

    /** Status 200 and headers, then nothing. */
    record HangAfterHeaders() implements Fault {}

    /** Begins to answer, then nothing. */
    record HangMidStream(int afterChunks) implements Fault {}

    /** Status 200 and the opening, then the connection is gone. */
    record CutBeforeContent() implements Fault {}

    /** Begins to answer, then the connection is gone. */
    record CutAfter(int afterChunks) implements Fault {}

    /** The body ends properly as HTTP, but before its finish reason and end marker. */
    record CleanEof(int afterChunks) implements Fault {}

    /**
     * Status 200, then an error where a chunk should be; 0 is before anything else.
     *
     * @param status what the error claims to be, for example 503
     * @param message null is the dialect's usual one
     */
    record ErrorInBand(int afterChunks, int status, @Nullable String message) implements Fault {}

    /** Status 200 without a body. */
    record Empty200() implements Fault {}

    /** Status 200 with a web page, as a captive proxy gives it. */
    record Html200() implements Fault {}

    /** A chunk that is not JSON among good ones; a plain answer is cut in its middle. */
    record MalformedChunk(int afterChunks) implements Fault {}

    /** A whole answer, but for a word of why it ended that nobody knows. */
    record OddFinish(String reason) implements Fault {}

    /** Every chunk takes this long. */
    record SlowDrip(
            @JsonSerialize(using = DurationText.Serializer.class)
                    @JsonDeserialize(using = DurationText.Deserializer.class)
                    Duration interval)
            implements Fault {}
}
