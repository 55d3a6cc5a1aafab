package io.signalbox.apiworker.call.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.run.Answer;
import io.signalbox.apiworker.call.upstream.Deltas;
import io.signalbox.apiworker.call.upstream.StreamFault;
import io.signalbox.apiworker.call.upstream.StreamFault.Kind;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.contracts.wire.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer together from its events. It is whole only with a {@code stop_reason} that says
 * so. Kinds of events, blocks and deltas that nobody knows are passed over, as Anthropic asks.
 */
final class AnthropicStream {

    /** Between the stop reason and the close: the end mark still comes. */
    private static final Duration FINISH_GRACE = Duration.ofSeconds(5);

    /** Between the end mark and the close. */
    private static final Duration DONE_GRACE = Duration.ofMillis(200);

    private final StreamWatch watch;
    private final Deltas deltas;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final ToolUses toolUses = new ToolUses();
    private final AnthropicUsage usage = new AnthropicUsage();
    private boolean begun;
    private boolean done;
    private @Nullable String finish;

    AnthropicStream(StreamWatch watch, Deltas deltas) {
        this.watch = watch;
        this.deltas = deltas;
    }

    /**
     * @throws StreamFault if the event ends the call
     */
    void onEvent(@Nullable String name, String data) {
        if (done || watch.stopped() != null) {
            return;
        }
        JsonNode event = parse(data);
        if (event.path("error").isObject() || "error".equals(name)) {
            throw new StreamFault(Kind.IN_BAND, "failed in its stream", data);
        }
        switch (event.path("type").asText(name == null ? "" : name)) {
            case "message_start" -> {
                begun = true;
                usage.start(event.path("message").path("usage"));
            }
            case "content_block_start" -> startBlock(index(event), event.path("content_block"));
            case "content_block_delta" -> takeDelta(index(event), event.path("delta"));
            case "content_block_stop" -> deltas.toolCalls(toolUses.stop(index(event)));
            case "message_delta" -> {
                usage.end(event.path("usage"));
                takeEnd(event.path("delta"));
            }
            case "message_stop" -> {
                done = finish != null;
                watch.ended(DONE_GRACE);
            }
            default -> {
                // A ping, or what later versions add.
            }
        }
    }

    private static int index(JsonNode event) {
        return event.path("index").asInt(0);
    }

    private void startBlock(int index, JsonNode block) {
        switch (block.path("type").asText()) {
            case "text" -> say(text(block.path("text")));
            case "thinking" -> {
                // The model is at work, even where it does not show what it thinks.
                watch.content();
                think(text(block.path("thinking")));
            }
            case "tool_use" -> {
                watch.content();
                deltas.toolCalls(toolUses.start(index, block));
            }
            default -> watch.content();
        }
    }

    private void takeDelta(int index, JsonNode delta) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> say(text(delta.path("text")));
            case "thinking_delta" -> think(text(delta.path("thinking")));
            case "input_json_delta" ->
                    deltas.toolCalls(toolUses.append(index, text(delta.path("partial_json"))));
            default -> {
                // Signatures and citations have no place in a Chat Completions answer.
            }
        }
    }

    private void say(String added) {
        if (!added.isEmpty()) {
            watch.content();
            text.append(added);
            deltas.text(added);
        }
    }

    private void think(String added) {
        if (!added.isEmpty()) {
            watch.content();
            thinking.append(added);
            deltas.reasoning(added);
        }
    }

    private void takeEnd(JsonNode delta) {
        String reason = text(delta.path("stop_reason"));
        if (reason.isEmpty()) {
            return;
        }
        finish =
                switch (reason) {
                    case "end_turn", "stop_sequence" -> "stop";
                    case "max_tokens" -> "length";
                    case "tool_use" -> "tool_calls";
                    case "refusal" -> throw refusal(delta.path("stop_details"));
                    default ->
                            throw new StreamFault(
                                    Kind.UNFINISHED,
                                    "ended its answer with '" + reason + "'",
                                    reason);
                };
        watch.ended(FINISH_GRACE);
    }

    /** What came before it is to be thrown away, says Anthropic: it is no answer. */
    private static StreamFault refusal(JsonNode details) {
        String explanation = text(details.path("explanation"));
        return new StreamFault(
                Kind.UNFINISHED,
                explanation.isEmpty() ? "refused to answer" : "refused: " + explanation,
                "refusal");
    }

    private static JsonNode parse(String data) {
        try {
            JsonNode event = Json.mapper().readTree(data);
            if (event.isObject()) {
                return event;
            }
        } catch (JsonProcessingException e) {
            // The text may be an answer: it is in no message.
        }
        throw new StreamFault(Kind.MALFORMED, "sent an event that is not of the format");
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
                begun ? "ended its stream without a stop reason" : "sent no answer in its stream");
    }

    /** The whole answer of a stream that is complete. */
    Answer answer() {
        return new Answer(
                text.toString(),
                thinking.isEmpty() ? null : thinking.toString(),
                toolUses.calls(),
                finish == null ? "" : finish,
                "");
    }

    AnthropicUsage usage() {
        return usage;
    }

    long toolChars() {
        return toolUses.chars();
    }
}
