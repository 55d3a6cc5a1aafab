package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.signalbox.apiworker.call.upstream.Deltas;
import io.signalbox.apiworker.call.upstream.EventTap;
import io.signalbox.apiworker.call.upstream.StreamFault;
import io.signalbox.apiworker.call.upstream.StreamFault.Kind;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.contracts.wire.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes from the chunks what LangChain4j loses (errors, usage, finish words, tool calls, refusals)
 * and leaves it the text and the thinking, and nothing else. The answer is whole only with a finish
 * reason.
 */
final class ChunkTap implements EventTap {

    /** Between the finish reason and the close: usage and the end mark still come. */
    private static final Duration FINISH_GRACE = Duration.ofSeconds(5);

    /** Between the end mark and the close. */
    private static final Duration DONE_GRACE = Duration.ofMillis(200);

    private final StreamWatch watch;
    private final Deltas deltas;
    private final ToolCallAssembly tools;
    private final StringBuilder refusal = new StringBuilder();
    private @Nullable OpenAiUsage usage;
    private @Nullable String finish;
    private boolean begun;

    ChunkTap(String attemptId, StreamWatch watch, Deltas deltas) {
        this.tools = new ToolCallAssembly(attemptId);
        this.watch = watch;
        this.deltas = deltas;
    }

    @Override
    public @Nullable String onEvent(@Nullable String name, String padded) {
        String data = padded.strip();
        if (data.isEmpty()) {
            return null;
        }
        if (data.equals("[DONE]")) {
            watch.ended(DONE_GRACE);
            return null;
        }
        JsonNode chunk = parse(data);
        refuseError(name, data, chunk);
        OpenAiUsage reported = OpenAiUsage.of(chunk);
        usage = reported == null ? usage : reported;
        JsonNode choice = chunk.path("choices").path(0);
        begun |= chunk.path("choices").isArray();
        if (!choice.isObject() || choice.path("index").asInt(0) != 0) {
            return null;
        }
        PlainDelta said = takeDelta(choice.path("delta"));
        takeFinish(choice.path("finish_reason"));
        return said.chunk();
    }

    private PlainDelta takeDelta(JsonNode delta) {
        PlainDelta said = PlainDelta.of(delta);
        JsonNode toolCalls = toolCalls(delta);
        refusal.append(delta.path("refusal").asText(""));
        if (!said.isEmpty() || !toolCalls.isEmpty()) {
            watch.content();
        }
        if (toolCalls.isArray()) {
            deltas.toolCalls(tools.append(toolCalls));
        }
        return said;
    }

    /** In the form before tools ({@code function_call}) one function is called at most. */
    private static JsonNode toolCalls(JsonNode delta) {
        JsonNode function = delta.path("function_call");
        JsonNode calls = delta.path("tool_calls");
        if (!calls.isEmpty() || !function.isObject()) {
            return calls;
        }
        ArrayNode one = JsonNodeFactory.instance.arrayNode();
        one.addObject().put("index", 0).set("function", function);
        return one;
    }

    private void takeFinish(JsonNode reason) {
        String raw = reason.asText("");
        if (raw.isEmpty() || reason.isNull()) {
            return;
        }
        finish =
                FinishReasons.of(raw)
                        .orElseThrow(() ->
                                new StreamFault(
                                        Kind.UNFINISHED,
                                        "ended its answer with '" + raw + "'",
                                        raw));
        watch.ended(FINISH_GRACE);
    }

    private static void refuseError(@Nullable String name, String data, JsonNode chunk) {
        JsonNode error = chunk.path("error");
        // Groq says it aside, in one word.
        String groq = chunk.path("x_groq").path("error").asText("");
        if (!groq.isEmpty()) {
            String body = JsonNodeFactory.instance.objectNode().put("error", groq).toString();
            throw new StreamFault(Kind.IN_BAND, "failed in its stream", body);
        }
        boolean says = error.isTextual() ? !error.asText().isEmpty() : !error.isEmpty();
        if (says || "error".equals(name) || chunk.path("object").asText().equals("error")) {
            throw new StreamFault(Kind.IN_BAND, "failed in its stream", data);
        }
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

    @Override
    public boolean isComplete() {
        return finish != null;
    }

    @Override
    public StreamFault incomplete() {
        return new StreamFault(
                Kind.TRUNCATED,
                begun
                        ? "ended its stream without a finish reason"
                        : "sent no answer in its stream");
    }

    ToolCallAssembly tools() {
        return tools;
    }

    /** What the model said instead of answering; empty mostly. */
    String refusal() {
        return refusal.toString();
    }

    @Nullable OpenAiUsage usage() {
        return usage;
    }

    /** One of the four public words; null until it came. */
    @Nullable String finish() {
        return finish;
    }
}
