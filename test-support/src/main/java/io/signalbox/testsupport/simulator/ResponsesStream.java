package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an answer as events of the Responses API. An item's beginning and end go with its first
 * and last piece, so that a frame of content is a piece.
 */
final class ResponsesStream {

    private final AnswerPlan plan;
    private final List<Frame> frames = new ArrayList<>();
    private final List<ObjectNode> items = new ArrayList<>();
    private int sequence;

    ResponsesStream(AnswerPlan plan) {
        this.plan = plan;
    }

    List<Frame> frames() {
        String begun =
                whole("response.created", "in_progress")
                        + whole("response.in_progress", "in_progress");
        frames.add(Frame.opening(begun));
        addReasoning();
        addMessage();
        for (int index = 0; index < plan.toolCalls().size(); index++) {
            addToolCall(index);
        }
        String status = ResponsesWire.status(plan);
        String last = status.equals("incomplete") ? "response.incomplete" : "response.completed";
        frames.add(Frame.closing(whole(last, status)));
        return frames;
    }

    private void addReasoning() {
        if (plan.reasoning().isEmpty()) {
            return;
        }
        String id = "rs_" + plan.id();
        String text = plan.reasoningText();
        String opening =
                added(ResponsesWire.reasoning(plan, null))
                        + summaryPart("response.reasoning_summary_part.added", id, "");
        List<String> deltas =
                plan.reasoning().stream()
                        .map(piece ->
                                text(
                                        event("response.reasoning_summary_text.delta", id)
                                                .put("summary_index", 0)
                                                .put("delta", piece)))
                        .toList();
        String closing =
                text(
                                event("response.reasoning_summary_text.done", id)
                                        .put("summary_index", 0)
                                        .put("text", text))
                        + summaryPart("response.reasoning_summary_part.done", id, text)
                        + done(ResponsesWire.reasoning(plan, text));
        addItem(opening, deltas, closing);
    }

    private String summaryPart(String type, String id, String text) {
        ObjectNode event = event(type, id).put("summary_index", 0);
        event.set("part", ResponsesWire.part("summary_text", text));
        return text(event);
    }

    private void addMessage() {
        if (plan.pieces().isEmpty()) {
            return;
        }
        String id = "msg_" + plan.id();
        String opening =
                added(ResponsesWire.message(plan, null, "in_progress"))
                        + contentPart("response.content_part.added", id, "");
        List<String> deltas =
                plan.pieces().stream()
                        .map(piece ->
                                text(
                                        event("response.output_text.delta", id)
                                                .put("content_index", 0)
                                                .put("delta", piece)))
                        .toList();
        String closing =
                text(
                                event("response.output_text.done", id)
                                        .put("content_index", 0)
                                        .put("text", plan.text()))
                        + contentPart("response.content_part.done", id, plan.text())
                        + done(ResponsesWire.message(plan, plan.text(), "completed"));
        addItem(opening, deltas, closing);
    }

    private String contentPart(String type, String id, String text) {
        ObjectNode event = event(type, id).put("content_index", 0);
        event.set("part", ResponsesWire.textPart(text));
        return text(event);
    }

    /** The arguments come in two parts, as they do from real models. */
    private void addToolCall(int index) {
        ToolCall call = plan.toolCalls().get(index);
        boolean custom = ResponsesWire.isCustom(call);
        String field = custom ? "input" : "arguments";
        String type = "response." + (custom ? "custom_tool_call_input" : "function_call_arguments");
        String id = ResponsesWire.toolItemId(plan, index);
        String arguments = call.function().arguments();
        int middle = arguments.length() / 2;
        ObjectNode whole = ResponsesWire.toolCall(plan, index);
        String opening = added(whole.deepCopy().put("status", "in_progress").put(field, ""));
        List<String> deltas = new ArrayList<>();
        for (String part : List.of(arguments.substring(0, middle), arguments.substring(middle))) {
            deltas.add(text(event(type + ".delta", id).put("delta", part)));
        }
        addItem(
                opening,
                deltas,
                text(event(type + ".done", id).put(field, arguments)) + done(whole));
    }

    private void addItem(String opening, List<String> deltas, String closing) {
        for (int i = 0; i < deltas.size(); i++) {
            String before = i == 0 ? opening : "";
            String after = i == deltas.size() - 1 ? closing : "";
            frames.add(Frame.content(before + deltas.get(i) + after));
        }
    }

    private String whole(String type, String status) {
        ObjectNode event = event(type);
        event.set("response", ResponsesWire.response(plan, status, items));
        return text(event);
    }

    private String added(ObjectNode item) {
        return item("response.output_item.added", item);
    }

    private String done(ObjectNode item) {
        String text = item("response.output_item.done", item);
        items.add(item);
        return text;
    }

    private String item(String type, ObjectNode item) {
        ObjectNode event = event(type).put("output_index", items.size());
        event.set("item", item);
        return text(event);
    }

    private ObjectNode event(String type, String itemId) {
        return event(type).put("item_id", itemId).put("output_index", items.size());
    }

    private ObjectNode event(String type) {
        return Json.mapper()
                .createObjectNode()
                .put("type", type)
                .put("sequence_number", sequence++);
    }

    private static String text(ObjectNode event) {
        return ResponsesWire.event(event);
    }
}
