package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Google's own format for Gemini under {@code /v1beta}: events without an end mark, usage in each.
 * Source: ai.google.dev/api/generate-content.
 */
final class GeminiWire implements WireDialect {

    private static final Pattern CHAT =
            Pattern.compile(
                    "/v1beta/models/[^/]+:(?:stream)?generateContent", Pattern.CASE_INSENSITIVE);

    private static final Pattern COUNT = Pattern.compile("/v1beta/models/[^/]+:countTokens");

    static final String ROOT = "/v1beta";

    private static final ObjectMapper JSON = Json.mapper();

    @Override
    public Optional<Operation> operation(String method, String path) {
        if (method.equals("POST") && CHAT.matcher(path).matches()) {
            return Optional.of(Operation.CHAT);
        }
        if (method.equals("POST") && COUNT.matcher(path).matches()) {
            return Optional.of(Operation.COUNT);
        }
        if (method.equals("GET") && path.equals("/v1beta/models")) {
            return Optional.of(Operation.MODELS);
        }
        return Optional.empty();
    }

    @Override
    public @Nullable String key(Map<String, String> headers) {
        return headers.get("x-goog-api-key");
    }

    @Override
    public ChatCall read(String path, Map<String, String> headers, JsonNode body) {
        return GeminiRequest.read(path, body);
    }

    @Override
    public String plain(AnswerPlan plan) {
        ArrayNode parts = JSON.createArrayNode();
        if (!plan.reasoning().isEmpty()) {
            parts.add(thought(plan.reasoningText()));
        }
        if (!plan.pieces().isEmpty()) {
            parts.add(text(plan.text()));
        }
        for (int index = 0; index < plan.toolCalls().size(); index++) {
            parts.add(toolCall(plan, index));
        }
        return chunk(plan, parts, Integer.MAX_VALUE, finish(plan)).toString();
    }

    /** Usage comes unasked, and grows. */
    @Override
    public List<Frame> streamed(AnswerPlan plan, boolean usage) {
        List<Frame> frames = new ArrayList<>();
        for (String piece : plan.reasoning()) {
            frames.add(content(plan, thought(piece), 0));
        }
        int said = 0;
        for (String piece : plan.pieces()) {
            frames.add(content(plan, text(piece), ++said));
        }
        for (int index = 0; index < plan.toolCalls().size(); index++) {
            frames.add(content(plan, toolCall(plan, index), said));
        }
        ArrayNode last = JSON.createArrayNode().add(text(""));
        frames.add(Frame.closing(event(chunk(plan, last, Integer.MAX_VALUE, finish(plan)))));
        return frames;
    }

    @Override
    public String streamContentType() {
        return "text/event-stream";
    }

    @Override
    public String models(List<String> names) {
        ObjectNode list = JSON.createObjectNode();
        ArrayNode models = list.putArray("models");
        for (String name : names) {
            ObjectNode model = models.addObject().put("name", "models/" + name);
            model.put("inputTokenLimit", 1_048_576).put("outputTokenLimit", 65_536);
            model.putArray("supportedGenerationMethods").add("generateContent").add("countTokens");
        }
        return list.toString();
    }

    @Override
    public String count(int tokens) {
        return JSON.createObjectNode().put("totalTokens", tokens).toString();
    }

    @Override
    public boolean isModel(String listed, String asked) {
        return listed.equals(asked);
    }

    @Override
    public WireError noModel(String asked) {
        return new WireError(
                404,
                "models/%s is not found for API version v1beta, or is not supported for generateContent."
                        .formatted(asked),
                null);
    }

    /** Not 401. */
    @Override
    public WireError badKey() {
        return new WireError(
                400, "API key not valid. Please pass a valid API key.", "API_KEY_INVALID");
    }

    @Override
    public String error(WireError error) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode json =
                body.putObject("error")
                        .put("code", error.status())
                        .put("message", error.message())
                        .put("status", status(error.status()));
        if ("API_KEY_INVALID".equals(error.code())) {
            json.putArray("details")
                    .addObject()
                    .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                    .put("reason", error.code())
                    .put("domain", "googleapis.com");
        }
        return body.toString();
    }

    @Override
    public String errorChunk(WireError error) {
        return "data: " + error(error) + "\r\n\r\n";
    }

    @Override
    public String malformedChunk() {
        return "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"bro\r\n\r\n";
    }

    private static Frame content(AnswerPlan plan, ObjectNode part, int said) {
        return Frame.content(event(chunk(plan, JSON.createArrayNode().add(part), said, null)));
    }

    private static String event(ObjectNode chunk) {
        return "data: " + chunk + "\r\n\r\n";
    }

    private static ObjectNode text(String text) {
        return JSON.createObjectNode().put("text", text);
    }

    private static ObjectNode thought(String text) {
        return text(text).put("thought", true);
    }

    /** The first of parallel calls is signed for all. */
    private static ObjectNode toolCall(AnswerPlan plan, int index) {
        ToolCall call = plan.toolCalls().get(index);
        ObjectNode part = JSON.createObjectNode();
        part.putObject("functionCall")
                .put("name", call.function().name())
                .set("args", OllamaRequest.json(call.function().arguments()));
        if (index == 0) {
            part.put("thoughtSignature", "c2lnbmF0dXJl");
        }
        return part;
    }

    /**
     * @param said how many tokens of the answer are out, at most all
     * @param finish null while it goes on
     */
    private static ObjectNode chunk(
            AnswerPlan plan, ArrayNode parts, int said, @Nullable String finish) {
        ObjectNode chunk = JSON.createObjectNode();
        ObjectNode candidate = chunk.putArray("candidates").addObject();
        candidate.putObject("content").put("role", "model").set("parts", parts);
        if (finish != null) {
            candidate.put("finishReason", finish);
        }
        candidate.put("index", 0);
        AnswerPlan.Tokens tokens = plan.tokens();
        if (tokens != null) {
            chunk.set("usageMetadata", usage(tokens, said));
        }
        return chunk.put("modelVersion", plan.model()).put("responseId", plan.id());
    }

    /** Thoughts are counted beside the answer. */
    private static ObjectNode usage(AnswerPlan.Tokens tokens, int said) {
        int answer = Math.min(said, tokens.completion() - tokens.reasoning());
        ObjectNode usage =
                JSON.createObjectNode()
                        .put("promptTokenCount", tokens.prompt())
                        .put("candidatesTokenCount", answer)
                        .put("totalTokenCount", tokens.prompt() + answer + tokens.reasoning());
        if (tokens.cached() > 0) {
            usage.put("cachedContentTokenCount", tokens.cached());
        }
        if (tokens.reasoning() > 0) {
            usage.put("thoughtsTokenCount", tokens.reasoning());
        }
        return usage;
    }

    private static String finish(AnswerPlan plan) {
        return plan.finishWord(plan.finish() == AnswerPlan.Finish.LENGTH ? "MAX_TOKENS" : "STOP");
    }

    private static String status(int status) {
        return switch (status) {
            case 400, 413, 422 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 409 -> "ABORTED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 500 -> "INTERNAL";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> "UNKNOWN";
        };
    }
}
