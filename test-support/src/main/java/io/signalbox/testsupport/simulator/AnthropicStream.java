package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an answer as Anthropic's events. A block's beginning and end go with its first and last
 * piece, so that a frame of content is a piece.
 */
final class AnthropicStream {

    private final AnswerPlan plan;
    private final List<Frame> frames = new ArrayList<>();
    private int index;

    AnthropicStream(AnswerPlan plan) {
        this.plan = plan;
    }

    List<Frame> frames() {
        ObjectNode start = event("message_start");
        ObjectNode message = AnthropicWire.message(plan);
        if (plan.tokens() != null) {
            message.set("usage", AnthropicWire.prompt(plan.tokens()));
        }
        start.set("message", message);
        frames.add(Frame.opening(AnthropicWire.event(start) + AnthropicWire.event(event("ping"))));
        addBlock(
                node("thinking").put("thinking", "").put("signature", ""),
                deltas("thinking_delta", "thinking", plan.reasoning()),
                AnthropicWire.event(delta(node("signature_delta").put("signature", "sig"))));
        addBlock(node("text").put("text", ""), deltas("text_delta", "text", plan.pieces()), "");
        plan.toolCalls().forEach(this::addToolCall);
        frames.add(Frame.closing(AnthropicWire.event(end())));
        frames.add(Frame.closing(AnthropicWire.event(event("message_stop"))));
        return frames;
    }

    private void addBlock(ObjectNode block, List<ObjectNode> deltas, String last) {
        for (int i = 0; i < deltas.size(); i++) {
            String text = AnthropicWire.event(delta(deltas.get(i)));
            String before = i == 0 ? started(block) : "";
            String after = i == deltas.size() - 1 ? last + stopped() : "";
            frames.add(Frame.content(before + text + after));
        }
        index += deltas.isEmpty() ? 0 : 1;
    }

    /** The arguments come in two parts, as they do from real models. */
    private void addToolCall(ToolCall call) {
        ObjectNode block =
                node("tool_use").put("id", call.id()).put("name", call.function().name());
        block.putObject("input");
        String arguments = call.function().arguments();
        int middle = arguments.length() / 2;
        frames.add(Frame.content(started(block)));
        frames.add(Frame.content(AnthropicWire.event(json(arguments.substring(0, middle)))));
        frames.add(
                Frame.content(AnthropicWire.event(json(arguments.substring(middle))) + stopped()));
        index++;
    }

    private ObjectNode json(String part) {
        return delta(node("input_json_delta").put("partial_json", part));
    }

    private static List<ObjectNode> deltas(String type, String field, List<String> pieces) {
        return pieces.stream().map(piece -> node(type).put(field, piece)).toList();
    }

    private String started(ObjectNode block) {
        ObjectNode start = event("content_block_start").put("index", index);
        start.set("content_block", block);
        return AnthropicWire.event(start);
    }

    private ObjectNode delta(ObjectNode delta) {
        ObjectNode event = event("content_block_delta").put("index", index);
        event.set("delta", delta);
        return event;
    }

    private String stopped() {
        return AnthropicWire.event(event("content_block_stop").put("index", index));
    }

    private ObjectNode end() {
        ObjectNode end = event("message_delta");
        end.putObject("delta")
                .put("stop_reason", AnthropicWire.stopReason(plan))
                .putNull("stop_sequence");
        if (plan.tokens() != null) {
            end.set(
                    "usage",
                    AnthropicWire.answered(AnthropicWire.prompt(plan.tokens()), plan.tokens()));
        }
        return end;
    }

    private static ObjectNode event(String type) {
        return node(type);
    }

    private static ObjectNode node(String type) {
        return Json.mapper().createObjectNode().put("type", type);
    }
}
