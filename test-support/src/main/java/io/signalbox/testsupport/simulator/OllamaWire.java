package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ollama's own {@code /api}: lines of JSON. Source: the API reference of Ollama. */
final class OllamaWire implements WireDialect {

    private static final String LATEST = ":latest";

    @Override
    public Optional<Operation> operation(String method, String path) {
        if (method.equals("POST") && path.equals("/api/chat")) {
            return Optional.of(Operation.CHAT);
        }
        if (method.equals("GET") && path.equals("/api/tags")) {
            return Optional.of(Operation.MODELS);
        }
        if (method.equals("GET") && path.equals("/api/ps")) {
            return Optional.of(Operation.LOADED);
        }
        return Optional.empty();
    }

    @Override
    public @Nullable String key(Map<String, String> headers) {
        return OpenAiWire.bearer(headers);
    }

    @Override
    public ChatCall read(String path, Map<String, String> headers, JsonNode body) {
        return OllamaRequest.read(body);
    }

    @Override
    public String plain(AnswerPlan plan) {
        ObjectNode message = message(plan.text());
        if (!plan.reasoning().isEmpty()) {
            message.put("thinking", plan.reasoningText());
        }
        plan.toolCalls().forEach(call -> addToolCall(message, call));
        return end(plan, message).toString();
    }

    /** Usage comes unasked. */
    @Override
    public List<Frame> streamed(AnswerPlan plan, boolean usage) {
        List<Frame> frames = new ArrayList<>();
        plan.reasoning()
                .forEach(piece -> frames.add(content(plan, message("").put("thinking", piece))));
        plan.pieces().forEach(piece -> frames.add(content(plan, message(piece))));
        for (ToolCall call : plan.toolCalls()) {
            frames.add(content(plan, addToolCall(message(""), call)));
        }
        frames.add(Frame.closing(end(plan, message("")) + "\n"));
        return frames;
    }

    @Override
    public String streamContentType() {
        return "application/x-ndjson";
    }

    /** A name without a tag is listed with the one that it means. */
    @Override
    public String models(List<String> names) {
        ObjectNode list = Json.mapper().createObjectNode();
        ArrayNode models = list.putArray("models");
        for (String name : names) {
            models.addObject().put("name", tagged(name)).put("model", tagged(name)).put("size", 1);
        }
        return list.toString();
    }

    /** In memory for good. */
    @Override
    public String loaded(List<String> models, List<String> inMemory) {
        ObjectNode list = Json.mapper().createObjectNode();
        ArrayNode running = list.putArray("models");
        for (String name : inMemory) {
            running.addObject()
                    .put("name", tagged(name))
                    .put("model", tagged(name))
                    .put("expires_at", "2318-01-01T00:00:00.000000001+01:00");
        }
        return list.toString();
    }

    @Override
    public WireError noModel(String asked) {
        return new WireError(
                404, "model '%s' not found, try pulling it first".formatted(asked), null);
    }

    @Override
    public boolean isModel(String listed, String asked) {
        return tagged(listed).equals(tagged(asked));
    }

    private static String tagged(String name) {
        return name.contains(":") ? name : name + LATEST;
    }

    @Override
    public String error(WireError error) {
        return Json.mapper().createObjectNode().put("error", error.message()).toString();
    }

    @Override
    public String errorChunk(WireError error) {
        return error(error) + "\n";
    }

    @Override
    public String malformedChunk() {
        return "{\"message\":{\"content\":\"bro\n";
    }

    private static ObjectNode message(String text) {
        return Json.mapper().createObjectNode().put("role", "assistant").put("content", text);
    }

    /** As older versions do it, without an id. */
    private static ObjectNode addToolCall(ObjectNode message, ToolCall call) {
        ObjectNode function = message.withArray("tool_calls").addObject().putObject("function");
        function.put("name", call.function().name())
                .set("arguments", OllamaRequest.json(call.function().arguments()));
        return message;
    }

    private static Frame content(AnswerPlan plan, ObjectNode message) {
        return Frame.content(line(plan, message).put("done", false) + "\n");
    }

    private static ObjectNode end(AnswerPlan plan, ObjectNode message) {
        boolean cut = plan.finish() == AnswerPlan.Finish.LENGTH;
        ObjectNode end =
                line(plan, message)
                        .put("done", true)
                        .put("done_reason", plan.finishWord(cut ? "length" : "stop"));
        AnswerPlan.Tokens tokens = plan.tokens();
        if (tokens != null) {
            end.put("total_duration", 1_000_000)
                    .put("prompt_eval_count", tokens.prompt())
                    .put("eval_count", tokens.completion());
        }
        return end;
    }

    private static ObjectNode line(AnswerPlan plan, ObjectNode message) {
        ObjectNode line =
                Json.mapper()
                        .createObjectNode()
                        .put("model", plan.model())
                        .put(
                                "created_at",
                                Instant.ofEpochSecond(plan.createdAtSeconds()).toString());
        line.set("message", message);
        return line;
    }
}
