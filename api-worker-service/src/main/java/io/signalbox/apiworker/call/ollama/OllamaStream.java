package io.signalbox.apiworker.call.ollama;

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
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer together from its lines. It is whole only with a line that says {@code
 * "done":true}.
 */
final class OllamaStream {

    /** Between the last line and the close. */
    private static final Duration DONE_GRACE = Duration.ofMillis(200);

    private final StreamWatch watch;
    private final Deltas deltas;
    private final String attemptId;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final List<ToolCall> toolCalls = new ArrayList<>();
    private long toolChars;
    private boolean begun;
    private @Nullable String finish;
    private @Nullable JsonNode last;

    /**
     * @param attemptId makes the ids of tool calls, which older versions do not give
     */
    OllamaStream(StreamWatch watch, Deltas deltas, String attemptId) {
        this.watch = watch;
        this.deltas = deltas;
        this.attemptId = attemptId;
    }

    /**
     * @throws StreamFault if the line ends the call
     */
    void onLine(String line) {
        if (last != null || watch.stopped() != null) {
            return;
        }
        JsonNode json = parse(line);
        JsonNode error = json.path("error");
        if (!error.asText().isEmpty() || !error.isEmpty()) {
            throw new StreamFault(Kind.IN_BAND, "failed in its stream", line);
        }
        begun |= json.path("message").isObject();
        takeMessage(json.path("message"));
        if (json.path("done").asBoolean()) {
            takeEnd(json);
        }
    }

    private void takeMessage(JsonNode message) {
        String thought = text(message.path("thinking"));
        String said = text(message.path("content"));
        JsonNode calls = message.path("tool_calls");
        if (!thought.isEmpty() || !said.isEmpty() || !calls.isEmpty()) {
            watch.content();
        }
        if (!thought.isEmpty()) {
            thinking.append(thought);
            deltas.reasoning(thought);
        }
        if (!said.isEmpty()) {
            text.append(said);
            deltas.text(said);
        }
        deltas.toolCalls(takeToolCalls(calls));
    }

    /** Each comes whole; its arguments are an object. */
    private List<ToolCallDelta> takeToolCalls(JsonNode calls) {
        List<ToolCallDelta> added = new ArrayList<>();
        for (JsonNode call : calls) {
            JsonNode function = call.path("function");
            String given = text(call.path("id"));
            int index = toolCalls.size();
            String id = given.isEmpty() ? "call_%s_%d".formatted(attemptId, index) : given;
            id = id.replace('/', '_');
            String name = text(function.path("name"));
            JsonNode object = function.path("arguments");
            String arguments =
                    object.isTextual()
                            ? object.asText()
                            : object.isObject() ? object.toString() : "{}";
            toolCalls.add(ToolCall.of(id, name, arguments));
            toolChars += name.length() + arguments.length();
            added.add(new ToolCallDelta(index, id, name, arguments));
        }
        return added;
    }

    private void takeEnd(JsonNode json) {
        String reason = text(json.path("done_reason"));
        finish =
                switch (reason) {
                    case "length" -> "length";
                    // Older versions give none.
                    case "stop", "" -> "stop";
                    default ->
                            throw new StreamFault(
                                    Kind.UNFINISHED,
                                    "ended its answer with '" + reason + "'",
                                    reason);
                };
        last = json;
        watch.ended(DONE_GRACE);
    }

    private static JsonNode parse(String line) {
        try {
            JsonNode json = Json.mapper().readTree(line);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // The text may be an answer: it is in no message.
        }
        throw new StreamFault(Kind.MALFORMED, "sent a line that is not of the format");
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }

    boolean isComplete() {
        return finish != null;
    }

    /** What is wrong with a stream that ended cleanly but is not complete. */
    StreamFault incomplete() {
        return new StreamFault(
                Kind.TRUNCATED,
                begun ? "ended its stream without saying done" : "sent no answer in its stream");
    }

    /** The whole answer of a stream that is complete. */
    Answer answer() {
        return new Answer(
                text.toString(),
                thinking.isEmpty() ? null : thinking.toString(),
                toolCalls,
                finish == null ? "" : finish,
                "");
    }

    /** The line that ended the answer; null until it came. */
    @Nullable JsonNode last() {
        return last;
    }

    long toolChars() {
        return toolChars;
    }
}
