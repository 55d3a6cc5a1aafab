package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Mistral's API under {@code /mistral/v1}: as OpenAI's, but thinking comes as parts of the content,
 * usage unasked in the last chunk, and errors in another shape. Source: docs.mistral.ai/api.
 */
final class MistralWire implements WireDialect {

    static final String ROOT = "/mistral";

    private final OpenAiWire openAi = new OpenAiWire();

    @Override
    public Optional<Operation> operation(String method, String path) {
        return path.startsWith(ROOT + "/")
                ? openAi.operation(method, path.substring(ROOT.length()))
                : Optional.empty();
    }

    @Override
    public @Nullable String key(Map<String, String> headers) {
        return openAi.key(headers);
    }

    @Override
    public ChatCall read(String path, Map<String, String> headers, JsonNode body) {
        return MistralRequest.read(body);
    }

    @Override
    public String plain(AnswerPlan plan) {
        ObjectNode answer = OpenAiWire.envelope(plan, "chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (plan.reasoning().isEmpty()) {
            message.put("content", plan.text());
        } else {
            message.set("content", thinking(plan.reasoningText()));
            message.withArray("content").addObject().put("type", "text").put("text", plan.text());
        }
        if (!plan.toolCalls().isEmpty()) {
            message.set("tool_calls", Json.mapper().valueToTree(plan.toolCalls()));
        }
        choice.put("finish_reason", OpenAiWire.finish(plan));
        setUsage(plan, answer);
        return answer.toString();
    }

    @Override
    public List<Frame> streamed(AnswerPlan plan, boolean usage) {
        List<Frame> frames = new ArrayList<>();
        frames.add(Frame.opening(chunk(plan, delta().put("role", "assistant"), null)));
        for (String piece : plan.reasoning()) {
            frames.add(content(plan, delta().set("content", thinking(piece))));
        }
        for (String piece : plan.pieces()) {
            frames.add(content(plan, delta().put("content", piece)));
        }
        if (!plan.toolCalls().isEmpty()) {
            // All at once, with their arguments.
            ObjectNode delta = delta();
            for (int index = 0; index < plan.toolCalls().size(); index++) {
                ObjectNode call = OpenAiWire.toolCallStart(index, plan.toolCalls().get(index));
                ((ObjectNode) call.get("function"))
                        .put("arguments", plan.toolCalls().get(index).function().arguments());
                delta.withArray("tool_calls").add(call);
            }
            frames.add(content(plan, delta));
        }
        frames.add(Frame.closing(chunk(plan, delta().put("content", ""), OpenAiWire.finish(plan))));
        frames.add(Frame.closing("data: [DONE]\n\n"));
        return frames;
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
        return listed.equals(asked);
    }

    @Override
    public WireError noModel(String asked) {
        return new WireError(400, "Invalid model: " + asked, "invalid_model");
    }

    @Override
    public WireError badKey() {
        return new WireError(401, "Unauthorized", null);
    }

    @Override
    public String error(WireError error) {
        if (error.status() == 401) {
            return "{\"detail\":\"Unauthorized\"}";
        }
        ObjectNode body = Json.mapper().createObjectNode().put("object", "error");
        if (error.status() == 422) {
            ObjectNode detail = body.putObject("message").putArray("detail").addObject();
            detail.put("type", "extra_forbidden").put("msg", "Extra inputs are not permitted");
            detail.putArray("loc").add("body").add(error.message());
        } else {
            body.put("message", error.message());
        }
        return body.put("type", type(error))
                .putNull("param")
                .putNull("code")
                .put("raw_status_code", error.status())
                .toString();
    }

    @Override
    public String errorChunk(WireError error) {
        return "data: " + error(error) + "\n\n";
    }

    @Override
    public String malformedChunk() {
        return openAi.malformedChunk();
    }

    private static ObjectNode delta() {
        return Json.mapper().createObjectNode();
    }

    private static JsonNode thinking(String text) {
        ObjectNode part = Json.mapper().createObjectNode().put("type", "thinking");
        part.putArray("thinking").addObject().put("type", "text").put("text", text);
        return Json.mapper().createArrayNode().add(part);
    }

    private static Frame content(AnswerPlan plan, JsonNode delta) {
        return Frame.content(chunk(plan, delta, null));
    }

    /**
     * @param finish null while it goes on; the last chunk has the usage
     */
    private static String chunk(AnswerPlan plan, JsonNode delta, @Nullable String finish) {
        ObjectNode chunk = OpenAiWire.envelope(plan, "chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finish);
        if (finish != null) {
            setUsage(plan, chunk);
        }
        return "data: " + chunk + "\n\n";
    }

    /** No reasoning of its own. */
    private static void setUsage(AnswerPlan plan, ObjectNode answer) {
        AnswerPlan.Tokens tokens = plan.tokens();
        if (tokens == null) {
            return;
        }
        ObjectNode usage =
                answer.putObject("usage")
                        .put("prompt_tokens", tokens.prompt())
                        .put("completion_tokens", tokens.completion())
                        .put("total_tokens", tokens.prompt() + tokens.completion());
        if (tokens.cached() > 0) {
            usage.put("num_cached_tokens", tokens.cached());
        }
    }

    private static String type(WireError error) {
        if (error.code() != null && error.code().equals("invalid_model")) {
            return "invalid_model";
        }
        return switch (error.status()) {
            case 429 -> "rate_limited";
            default -> error.status() < 500 ? "invalid_request_error" : "internal_server_error";
        };
    }
}
