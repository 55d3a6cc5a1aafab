package io.signalbox.apiworker.call.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.run.Answer;
import io.signalbox.apiworker.call.upstream.Deltas;
import io.signalbox.apiworker.call.upstream.StreamFault;
import io.signalbox.apiworker.call.upstream.StreamFault.Kind;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer together from its chunks. It is whole only with a finish reason that says so:
 * there is no end mark, and a stream that breaks off ends as one that does not.
 */
final class GeminiStream {

    /** Between the finish reason and the close. */
    private static final Duration FINISH_GRACE = Duration.ofSeconds(2);

    private final StreamWatch watch;
    private final Deltas deltas;
    private final String attemptId;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final List<ToolCall> toolCalls = new ArrayList<>();
    private String refusal = "";
    private long toolChars;
    private boolean begun;
    private @Nullable String finish;
    private @Nullable JsonNode usage;

    /**
     * @param attemptId makes the ids of tool calls, which models before Gemini 3 do not give
     */
    GeminiStream(StreamWatch watch, Deltas deltas, String attemptId) {
        this.watch = watch;
        this.deltas = deltas;
        this.attemptId = attemptId;
    }

    /**
     * @throws StreamFault if the event ends the call
     */
    void onEvent(@Nullable String name, String data) {
        if (watch.stopped() != null) {
            return;
        }
        JsonNode chunk = parse(data);
        JsonNode error = chunk.path("error");
        if (!error.isEmpty() || !error.asText().isEmpty()) {
            throw new StreamFault(Kind.IN_BAND, "failed in its stream", data);
        }
        usage = chunk.has("usageMetadata") ? chunk.get("usageMetadata") : usage;
        takeBlock(chunk.path("promptFeedback").path("blockReason").asText(""));
        JsonNode candidate = chunk.path("candidates").path(0);
        if (candidate.isObject() && candidate.path("index").asInt(0) == 0) {
            begun = true;
            takeParts(candidate.path("content").path("parts"));
            takeFinish(candidate.path("finishReason").asText(""));
        }
    }

    /** The prompt was refused: there will be no candidate. */
    private void takeBlock(String reason) {
        if (!reason.isEmpty()) {
            refusal = "the prompt was blocked (" + reason + ")";
            finish = "content_filter";
            watch.ended(FINISH_GRACE);
        }
    }

    private void takeParts(JsonNode parts) {
        for (JsonNode part : parts) {
            String said = part.path("text").isTextual() ? part.get("text").textValue() : "";
            if (part.path("functionCall").isObject()) {
                watch.content();
                deltas.toolCalls(List.of(takeToolCall(part)));
            } else if (!said.isEmpty()) {
                watch.content();
                takeText(said, part.path("thought").asBoolean(false));
            }
        }
    }

    private void takeText(String said, boolean thought) {
        if (thought) {
            thoughts.append(said);
            deltas.reasoning(said);
        } else {
            text.append(said);
            deltas.text(said);
        }
    }

    /** Each comes whole; its arguments are an object. */
    private ToolCallDelta takeToolCall(JsonNode part) {
        JsonNode call = part.get("functionCall");
        int index = toolCalls.size();
        String given = call.path("id").asText("");
        String id =
                given.isEmpty()
                        ? "call_%s_%d".formatted(attemptId.replace('/', '_'), index)
                        : given;
        String name = call.path("name").asText("");
        String arguments = call.path("args").isObject() ? call.get("args").toString() : "{}";
        toolCalls.add(ToolCall.of(id, name, arguments));
        toolChars += name.length() + arguments.length();
        return new ToolCallDelta(index, id, name, arguments);
    }

    /** Source of the reasons: ai.google.dev/api/generate-content, FinishReason. */
    private void takeFinish(String reason) {
        if (reason.isEmpty()) {
            return;
        }
        finish =
                switch (reason) {
                    case "STOP" -> "stop";
                    case "MAX_TOKENS" -> "length";
                    case "SAFETY",
                            "RECITATION",
                            "BLOCKLIST",
                            "PROHIBITED_CONTENT",
                            "SPII",
                            "IMAGE_SAFETY",
                            "IMAGE_PROHIBITED_CONTENT",
                            "IMAGE_RECITATION" ->
                            withheld(reason);
                    // Among them MALFORMED_FUNCTION_CALL, UNEXPECTED_TOOL_CALL, OTHER.
                    default ->
                            throw new StreamFault(
                                    Kind.UNFINISHED,
                                    "ended its answer with '" + reason + "'",
                                    reason.toLowerCase(Locale.ROOT));
                };
        watch.ended(FINISH_GRACE);
    }

    private String withheld(String reason) {
        refusal = "the answer was blocked (" + reason + ")";
        return "content_filter";
    }

    private static JsonNode parse(String data) {
        try {
            JsonNode chunk = Json.mapper().readTree(data);
            if (chunk.isObject()) {
                return chunk;
            }
        } catch (JsonProcessingException e) {
            // The text may be an answer: it is in no message.
        }
        throw new StreamFault(Kind.MALFORMED, "sent an event that is not of the format");
    }

    boolean isComplete() {
        return finish != null;
    }

    /** What is wrong with a stream that ended cleanly but is not complete. */
    StreamFault incomplete() {
        return new StreamFault(
                Kind.TRUNCATED,
                begun
                        ? "ended its stream without a finish reason"
                        : "sent no answer in its stream");
    }

    /** The whole answer of a stream that is complete. */
    Answer answer() {
        return new Answer(
                text.toString(),
                thoughts.isEmpty() ? null : thoughts.toString(),
                toolCalls,
                finish == null ? "" : finish,
                text.isEmpty() && toolCalls.isEmpty() ? refusal : "");
    }

    /** {@code usageMetadata} as last told; null until one came. */
    @Nullable JsonNode usage() {
        return usage;
    }

    long toolChars() {
        return toolChars;
    }
}
