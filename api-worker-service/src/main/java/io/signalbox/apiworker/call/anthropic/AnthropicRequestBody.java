package io.signalbox.apiworker.call.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.apiworker.call.run.UsageEstimate;
import io.signalbox.catalog.Model;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /messages}, for requests without an obstacle. Anthropic refuses a whole
 * request for one field that it does not know, so of a caller's further parameters only its own go
 * along. Source: Anthropic's own SDK, version 1.12.0, and facts/providers.md B.2.
 */
final class AnthropicRequestBody {

    /** Answers of a model that the registry does not know, in tokens. */
    private static final int UNKNOWN_MODEL = 8_192;

    /** Of a caller who sets no limit, in tokens: Anthropic wants one, and a room for it. */
    private static final int MOST_UNASKED = 32_000;

    private static final int LEAST_UNASKED = 1_024;

    /** With thinking, Anthropic takes no smaller one. */
    private static final double LEAST_TOP_P_OF_THINKING = 0.95;

    /** A caller's further parameters that are Anthropic's. */
    private static final Set<String> OWN =
            Set.of(
                    "cache_control",
                    "container",
                    "context_management",
                    "inference_geo",
                    "mcp_servers",
                    "speed",
                    "top_k");

    /** Those that are taken in another place or another form. */
    private static final Set<String> TAKEN_ELSEWHERE =
            Set.of(
                    "max_tokens",
                    "metadata",
                    "n",
                    "output_config",
                    "parallel_tool_calls",
                    "service_tier",
                    "stream_options",
                    "thinking",
                    "user");

    private final CallRequest request;
    private final ChatInput input;
    private final LeftOut leftOut;
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();

    private AnthropicRequestBody(CallRequest request, LeftOut leftOut) {
        this.request = request;
        this.input = request.input();
        this.leftOut = leftOut;
    }

    /**
     * @param leftOut is told what the model is not asked for
     */
    static byte[] of(CallRequest request, LeftOut leftOut) {
        return Json.bytes(new AnthropicRequestBody(request, leftOut).write());
    }

    private ObjectNode write() {
        int maxTokens = maxTokens();
        AnthropicThinking thinking = AnthropicThinking.of(request, maxTokens, leftOut);
        body.put("model", request.modelId()).put("max_tokens", maxTokens).put("stream", true);
        setUnlessEmpty("system", AnthropicMessages.system(input.messages()));
        body.set("messages", AnthropicMessages.turns(input.messages()));
        setTools();
        set("thinking", thinking.config());
        setUnlessEmpty("output_config", outputConfig(thinking));
        setFurther();
        setSampling(thinking);
        return body;
    }

    private int maxTokens() {
        JsonNode old = input.extra().get("max_tokens");
        if (input.maxCompletionTokens() != null) {
            return input.maxCompletionTokens();
        }
        if (old != null && old.isInt()) {
            return old.intValue();
        }
        Model model = request.model();
        if (model == null || model.maxOutput() == null) {
            return UNKNOWN_MODEL;
        }
        long most = Math.min(model.maxOutput(), MOST_UNASKED);
        if (model.contextWindow() != null) {
            long room = model.contextWindow() - UsageEstimate.input(request.modelId(), input);
            most = Math.min(most, Math.max(LEAST_UNASKED, room));
        }
        return (int) most;
    }

    private void setTools() {
        ArrayNode tools = AnthropicTools.definitions(input);
        if (!tools.isEmpty()) {
            body.set("tools", tools);
            set("tool_choice", AnthropicTools.choice(input));
        }
    }

    private ObjectNode outputConfig(AnthropicThinking thinking) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        if (input.extra().get("output_config") instanceof ObjectNode given) {
            config.setAll(given);
        }
        if (thinking.effort() != null) {
            config.put("effort", thinking.effort());
        }
        JsonNode format = input.responseFormat();
        if (format != null && format.path("type").asText().equals("json_schema")) {
            config.putObject("format")
                    .put("type", "json_schema")
                    .set("schema", format.path("json_schema").path("schema"));
        }
        return config;
    }

    private void setFurther() {
        input.extra()
                .forEach((name, value) -> {
                    if (OWN.contains(name)) {
                        body.set(name, value);
                    } else if (!TAKEN_ELSEWHERE.contains(name)) {
                        leftOut.add(name, "Anthropic has no such parameter");
                    }
                });
        JsonNode tier = input.extra().get("service_tier");
        if (tier != null && Set.of("auto", "standard_only").contains(tier.asText())) {
            body.set("service_tier", tier);
        } else if (tier != null) {
            leftOut.add("service_tier", "Anthropic has only auto and standard_only");
        }
        JsonNode metadata = input.extra().get("metadata");
        JsonNode user = metadata == null ? null : metadata.get("user_id");
        JsonNode userId = user == null ? input.extra().get("user") : user;
        if (userId != null && userId.isTextual()) {
            body.putObject("metadata").set("user_id", userId);
        }
    }

    private void setSampling(AnthropicThinking thinking) {
        if (!input.stop().isEmpty()) {
            input.stop().forEach(body.putArray("stop_sequences")::add);
        }
        if (input.seed() != null) {
            leftOut.add("seed", "Anthropic has no such parameter");
        }
        Model model = request.model();
        String reason =
                model != null && !model.acceptsTemperature()
                        ? "the model refuses it"
                        : thinking.isOn() ? "the model thinks" : "";
        setTemperature(reason);
        setTopP(reason);
        if (!reason.isEmpty() && body.remove("top_k") != null) {
            leftOut.add("top_k", reason);
        }
    }

    private void setTemperature(String reason) {
        Double temperature = input.temperature();
        if (temperature == null) {
            return;
        }
        if (!reason.isEmpty()) {
            leftOut.add("temperature", reason);
            return;
        }
        if (temperature > 1) {
            leftOut.add("temperature", "what is above Anthropic's highest, 1");
        }
        body.put("temperature", Math.min(1, temperature));
    }

    /** Models since 4.5 take one of the two. */
    private void setTopP(String reason) {
        Double topP = input.topP();
        if (topP == null) {
            return;
        }
        boolean highEnough = reason.equals("the model thinks") && topP >= LEAST_TOP_P_OF_THINKING;
        if (!reason.isEmpty() && !highEnough) {
            leftOut.add("top_p", reason);
        } else if (body.has("temperature")) {
            leftOut.add("top_p", "temperature is given");
        } else {
            body.put("top_p", topP);
        }
    }

    private void set(String name, @Nullable JsonNode value) {
        if (value != null) {
            body.set(name, value);
        }
    }

    private void setUnlessEmpty(String name, JsonNode value) {
        if (!value.isEmpty()) {
            body.set(name, value);
        }
    }
}
