package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** OpenAI's Chat Completions, which most providers speak. Source: the API reference of OpenAI. */
final class OpenAiWire implements WireDialect {

    private static final String BEARER = "Bearer ";
    private static final ObjectMapper JSON = Json.mapper();

    @Override
    public Optional<Operation> operation(String method, String path) {
        if (method.equals("POST") && path.equals("/v1/chat/completions")) {
            return Optional.of(Operation.CHAT);
        }
        if (method.equals("GET") && path.equals("/v1/models")) {
            return Optional.of(Operation.MODELS);
        }
        if (method.equals("GET") && path.equals("/api/v1/models")) {
            return Optional.of(Operation.LOADED);
        }
        return Optional.empty();
    }

    @Override
    public @Nullable String key(Map<String, String> headers) {
        return bearer(headers);
    }

    static @Nullable String bearer(Map<String, String> headers) {
        String authorization = headers.get("authorization");
        return authorization == null || !authorization.startsWith(BEARER)
                ? null
                : authorization.substring(BEARER.length());
    }

    @Override
    public ChatCall read(String path, Map<String, String> headers, JsonNode body) {
        return OpenAiRequest.read(body);
    }

    @Override
    public String plain(AnswerPlan plan) {
        ObjectNode answer = envelope(plan, "chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", plan.pieces().isEmpty() ? null : plan.text());
        if (!plan.reasoning().isEmpty()) {
            message.put("reasoning_content", plan.reasoningText());
        }
        if (!plan.toolCalls().isEmpty()) {
            message.set("tool_calls", JSON.valueToTree(plan.toolCalls()));
        }
        choice.put("finish_reason", finish(plan));
        if (plan.tokens() != null) {
            answer.set("usage", usage(plan.tokens()));
        }
        return answer.toString();
    }

    @Override
    public List<Frame> streamed(AnswerPlan plan, boolean usage) {
        return new OpenAiStream(plan, usage && plan.tokens() != null).frames();
    }

    @Override
    public String streamContentType() {
        return "text/event-stream";
    }

    @Override
    public String models(List<String> names) {
        ObjectNode list = JSON.createObjectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (String name : names) {
            data.addObject().put("id", name).put("object", "model").put("owned_by", "simulator");
        }
        return list.toString();
    }

    /** LM Studio's own list of models. */
    @Override
    public String loaded(List<String> models, List<String> inMemory) {
        ObjectNode list = JSON.createObjectNode();
        ArrayNode told = list.putArray("models");
        for (String name : models) {
            ArrayNode instances =
                    told.addObject()
                            .put("type", "llm")
                            .put("key", name)
                            .putArray("loaded_instances");
            if (inMemory.contains(name)) {
                instances.addObject().put("id", name);
            }
        }
        return list.toString();
    }

    @Override
    public WireError noModel(String asked) {
        return new WireError(
                404, "The model '%s' does not exist.".formatted(asked), "model_not_found");
    }

    @Override
    public boolean isModel(String listed, String asked) {
        return listed.equals(asked);
    }

    @Override
    public String error(WireError error) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error")
                .put("message", error.message())
                .put("type", type(error.status()))
                .putNull("param")
                .put("code", error.code());
        return body.toString();
    }

    @Override
    public String errorChunk(WireError error) {
        return "data: " + error(error) + "\n\n";
    }

    @Override
    public String malformedChunk() {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"bro\n\n";
    }

    static ObjectNode envelope(AnswerPlan plan, String object) {
        return JSON.createObjectNode()
                .put("id", plan.id())
                .put("object", object)
                .put("created", plan.createdAtSeconds())
                .put("model", plan.model());
    }

    static String finish(AnswerPlan plan) {
        return plan.finishWord(plan.finish().name().toLowerCase(Locale.ROOT));
    }

    static ObjectNode usage(AnswerPlan.Tokens tokens) {
        ObjectNode usage =
                JSON.createObjectNode()
                        .put("prompt_tokens", tokens.prompt())
                        .put("completion_tokens", tokens.completion())
                        .put("total_tokens", tokens.prompt() + tokens.completion());
        usage.putObject("prompt_tokens_details").put("cached_tokens", tokens.cached());
        usage.putObject("completion_tokens_details").put("reasoning_tokens", tokens.reasoning());
        return usage;
    }

    static ObjectNode toolCallStart(int index, ToolCall call) {
        ObjectNode delta =
                JSON.createObjectNode()
                        .put("index", index)
                        .put("id", call.id())
                        .put("type", call.type());
        delta.putObject("function").put("name", call.function().name()).put("arguments", "");
        return delta;
    }

    private static String type(int status) {
        return switch (status) {
            case 401, 403 -> "authentication_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
