package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Anthropic's Messages API under {@code /anthropic}. Source: Anthropic's own SDK, 1.12.0. */
final class AnthropicWire implements WireDialect {

    /** What its base URL has between the provider's name and {@code /v1}. */
    static final String ROOT = "/anthropic";

    private static final Duration WINDOW = Duration.ofMinutes(1);

    @Override
    public Optional<Operation> operation(String method, String path) {
        if (method.equals("POST") && path.equals(ROOT + "/v1/messages")) {
            return Optional.of(Operation.CHAT);
        }
        if (method.equals("POST") && path.equals(ROOT + "/v1/messages/count_tokens")) {
            return Optional.of(Operation.COUNT);
        }
        if (method.equals("GET") && path.equals(ROOT + "/v1/models")) {
            return Optional.of(Operation.MODELS);
        }
        return Optional.empty();
    }

    /** A bearer token will do, which those who log in have. */
    @Override
    public @Nullable String key(Map<String, String> headers) {
        String key = headers.get("x-api-key");
        return key == null ? OpenAiWire.bearer(headers) : key;
    }

    @Override
    public ChatCall read(String path, Map<String, String> headers, JsonNode body) {
        return AnthropicRequest.read(headers.getOrDefault("anthropic-beta", ""), body);
    }

    /** As every answer of Anthropic's has them. */
    @Override
    public Map<String, String> headers(String id, Instant now) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("request-id", "req_" + id);
        limit(headers, "requests", 4_000, now);
        limit(headers, "tokens", 480_000, now);
        limit(headers, "input-tokens", 400_000, now);
        limit(headers, "output-tokens", 80_000, now);
        return headers;
    }

    private static void limit(Map<String, String> headers, String what, int limit, Instant now) {
        String name = "anthropic-ratelimit-" + what;
        headers.put(name + "-limit", Integer.toString(limit));
        headers.put(name + "-remaining", Integer.toString(limit - 1));
        headers.put(name + "-reset", now.plus(WINDOW).toString());
    }

    @Override
    public String plain(AnswerPlan plan) {
        ObjectNode message = message(plan);
        ArrayNode content = message.withArray("content");
        if (!plan.reasoning().isEmpty()) {
            content.addObject()
                    .put("type", "thinking")
                    .put("thinking", plan.reasoningText())
                    .put("signature", "sig_" + plan.id());
        }
        if (!plan.pieces().isEmpty()) {
            content.addObject().put("type", "text").put("text", plan.text());
        }
        for (ToolCall call : plan.toolCalls()) {
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", call.id())
                    .put("name", call.function().name())
                    .set("input", OllamaRequest.json(call.function().arguments()));
        }
        message.put("stop_reason", stopReason(plan));
        if (plan.tokens() != null) {
            ObjectNode usage = prompt(plan.tokens());
            message.set("usage", answered(usage, plan.tokens()));
        }
        return message.toString();
    }

    /** Usage comes unasked. */
    @Override
    public List<Frame> streamed(AnswerPlan plan, boolean usage) {
        return new AnthropicStream(plan).frames();
    }

    static ObjectNode message(AnswerPlan plan) {
        ObjectNode message =
                Json.mapper()
                        .createObjectNode()
                        .put("id", "msg_" + plan.id())
                        .put("type", "message")
                        .put("role", "assistant")
                        .put("model", plan.model());
        message.putArray("content");
        return message.putNull("stop_reason").putNull("stop_sequence");
    }

    /** What was read from a cache is no part of its input_tokens. */
    static ObjectNode prompt(AnswerPlan.Tokens tokens) {
        return Json.mapper()
                .createObjectNode()
                .put("input_tokens", tokens.prompt() - tokens.cached())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", tokens.cached())
                .put("output_tokens", 1);
    }

    static ObjectNode answered(ObjectNode usage, AnswerPlan.Tokens tokens) {
        usage.put("output_tokens", tokens.completion());
        if (tokens.reasoning() > 0) {
            usage.putObject("output_tokens_details").put("thinking_tokens", tokens.reasoning());
        }
        return usage;
    }

    static String stopReason(AnswerPlan plan) {
        return plan.finishWord(
                switch (plan.finish()) {
                    case STOP -> "end_turn";
                    case LENGTH -> "max_tokens";
                    case TOOL_CALLS -> "tool_use";
                });
    }

    @Override
    public String streamContentType() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public String models(List<String> names) {
        ObjectNode list = Json.mapper().createObjectNode();
        ArrayNode data = list.putArray("data");
        for (String name : names) {
            data.addObject()
                    .put("type", "model")
                    .put("id", name)
                    .put("display_name", name)
                    .put("created_at", "2026-01-01T00:00:00Z");
        }
        list.put("first_id", names.isEmpty() ? null : names.getFirst());
        list.put("last_id", names.isEmpty() ? null : names.getLast());
        return list.put("has_more", false).toString();
    }

    @Override
    public String count(int tokens) {
        return Json.mapper().createObjectNode().put("input_tokens", tokens).toString();
    }

    @Override
    public boolean isModel(String listed, String asked) {
        return listed.equals(asked);
    }

    @Override
    public WireError noModel(String asked) {
        return new WireError(404, "model: " + asked, null);
    }

    @Override
    public String error(WireError error) {
        ObjectNode body = Json.mapper().createObjectNode().put("type", "error");
        body.putObject("error").put("type", type(error.status())).put("message", words(error));
        return body.put("request_id", "req_sim").toString();
    }

    private static String words(WireError error) {
        return switch (error.status()) {
            case 401 -> "invalid x-api-key";
            case 529 -> "Overloaded";
            default -> error.message();
        };
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 409 -> "conflict_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status == 408 || status >= 500 ? "api_error" : "invalid_request_error";
        };
    }

    @Override
    public String errorChunk(WireError error) {
        return "event: error\ndata: " + error(error) + "\n\n";
    }

    @Override
    public String malformedChunk() {
        return """
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"text":"bro

        """;
    }

    static String event(ObjectNode data) {
        String name = data.path("type").asText();
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
