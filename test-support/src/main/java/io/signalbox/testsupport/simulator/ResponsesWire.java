package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Responses API, which Codex speaks, over HTTP only and without memory of earlier
 * responses. A tool call of type {@code custom} has its arguments as free text. Source: the API
 * reference of OpenAI.
 */
final class ResponsesWire implements WireDialect {

    private static final String PATH = "/v1/responses";

    private final OpenAiWire openAi = new OpenAiWire();

    /** A socket is asked for by GET. */
    @Override
    public Optional<Operation> operation(String method, String path) {
        if (!path.equals(PATH)) {
            return Optional.empty();
        }
        return switch (method) {
            case "POST" -> Optional.of(Operation.CHAT);
            case "GET" -> Optional.of(Operation.SOCKET);
            default -> Optional.empty();
        };
    }

    @Override
    public @Nullable String key(Map<String, String> headers) {
        return openAi.key(headers);
    }

    @Override
    public ChatCall read(String path, Map<String, String> headers, JsonNode body) {
        return new ResponsesRequest(body).read();
    }

    @Override
    public String plain(AnswerPlan plan) {
        return response(plan, status(plan), items(plan)).toString();
    }

    /** Usage comes unasked. */
    @Override
    public List<Frame> streamed(AnswerPlan plan, boolean usage) {
        return new ResponsesStream(plan).frames();
    }

    @Override
    public String streamContentType() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public String models(List<String> names) {
        return openAi.models(names);
    }

    @Override
    public boolean isModel(String listed, String asked) {
        return openAi.isModel(listed, asked);
    }

    @Override
    public WireError noModel(String asked) {
        return openAi.noModel(asked);
    }

    @Override
    public String error(WireError error) {
        return openAi.error(error);
    }

    /** A failed response. */
    @Override
    public String errorChunk(WireError error) {
        ObjectNode event = Json.mapper().createObjectNode().put("type", "response.failed");
        ObjectNode response =
                event.putObject("response")
                        .put("id", "resp_failed")
                        .put("object", "response")
                        .put("status", "failed");
        response.putArray("output");
        response.putObject("error")
                .put("code", error.status() == 429 ? "rate_limit_exceeded" : "server_error")
                .put("message", error.message());
        return event(event);
    }

    @Override
    public String malformedChunk() {
        return """
        event: response.output_text.delta
        data: {"type":"response.output_text.delta","delta":"bro

        """;
    }

    static String event(ObjectNode data) {
        return "event: " + data.path("type").asText() + "\ndata: " + data + "\n\n";
    }

    static String status(AnswerPlan plan) {
        return plan.finishWord(
                plan.finish() == AnswerPlan.Finish.LENGTH ? "incomplete" : "completed");
    }

    /**
     * @param items what is out of it
     */
    static ObjectNode response(AnswerPlan plan, String status, List<ObjectNode> items) {
        ObjectNode response =
                Json.mapper()
                        .createObjectNode()
                        .put("id", "resp_" + plan.id())
                        .put("object", "response")
                        .put("created_at", plan.createdAtSeconds())
                        .put("status", status)
                        .put("model", plan.model())
                        .putNull("error")
                        .putNull("incomplete_details");
        if (status.equals("incomplete")) {
            response.putObject("incomplete_details").put("reason", "max_output_tokens");
        }
        ArrayNode output = response.putArray("output");
        items.forEach(output::add);
        boolean begun = status.equals("in_progress");
        response.set(
                "usage",
                begun || plan.tokens() == null ? Json.mapper().nullNode() : usage(plan.tokens()));
        return response;
    }

    private static List<ObjectNode> items(AnswerPlan plan) {
        List<ObjectNode> items = new ArrayList<>();
        if (!plan.reasoning().isEmpty()) {
            items.add(reasoning(plan, plan.reasoningText()));
        }
        if (!plan.pieces().isEmpty()) {
            items.add(message(plan, plan.text(), "completed"));
        }
        for (int index = 0; index < plan.toolCalls().size(); index++) {
            items.add(toolCall(plan, index));
        }
        return items;
    }

    static ObjectNode reasoning(AnswerPlan plan, @Nullable String text) {
        ObjectNode item = item("reasoning", "rs_" + plan.id());
        ArrayNode summary = item.putArray("summary");
        if (text != null) {
            summary.add(part("summary_text", text));
        }
        return item;
    }

    /**
     * @param text null where there is nothing of it yet
     */
    static ObjectNode message(AnswerPlan plan, @Nullable String text, String status) {
        ObjectNode item = item("message", "msg_" + plan.id()).put("status", status);
        item.put("role", "assistant");
        ArrayNode content = item.putArray("content");
        if (text != null) {
            content.add(textPart(text));
        }
        return item;
    }

    static ObjectNode textPart(String text) {
        ObjectNode part = part("output_text", text);
        part.putArray("annotations");
        return part;
    }

    static ObjectNode part(String type, String text) {
        return Json.mapper().createObjectNode().put("type", type).put("text", text);
    }

    static boolean isCustom(ToolCall call) {
        return call.type().equals("custom");
    }

    static ObjectNode toolCall(AnswerPlan plan, int index) {
        ToolCall call = plan.toolCalls().get(index);
        String type = isCustom(call) ? "custom_tool_call" : "function_call";
        return item(type, toolItemId(plan, index))
                .put("status", "completed")
                .put("call_id", call.id())
                .put("name", call.function().name())
                .put(isCustom(call) ? "input" : "arguments", call.function().arguments());
    }

    static String toolItemId(AnswerPlan plan, int index) {
        String kind = isCustom(plan.toolCalls().get(index)) ? "ctc_" : "fc_";
        return kind + plan.id() + "_" + index;
    }

    private static ObjectNode item(String type, String id) {
        return Json.mapper().createObjectNode().put("id", id).put("type", type);
    }

    private static ObjectNode usage(AnswerPlan.Tokens tokens) {
        ObjectNode usage =
                Json.mapper()
                        .createObjectNode()
                        .put("input_tokens", tokens.prompt())
                        .put("output_tokens", tokens.completion())
                        .put("total_tokens", tokens.prompt() + tokens.completion());
        usage.putObject("input_tokens_details").put("cached_tokens", tokens.cached());
        usage.putObject("output_tokens_details").put("reasoning_tokens", tokens.reasoning());
        return usage;
    }
}
