package io.signalbox.apiworker.call.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.catalog.Model;
import io.signalbox.contracts.job.ChatInput;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A caller's reasoning effort in Anthropic's form. Models of the capability {@code
 * adaptive_thinking} take the effort as it is and decide themselves; older ones take a budget of
 * tokens. What the registry does not know is taken for new.
 *
 * @param config null where the model is left as it is
 * @param effort for {@code output_config}; null where none is sent
 */
record AnthropicThinking(@Nullable JsonNode config, @Nullable String effort) {

    private static final String PARAMETER = "reasoning_effort";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final AnthropicThinking UNSAID = new AnthropicThinking(null, null);

    /**
     * They refuse to be told not to think. Sources: ex-machina-co/opencode-anthropic-auth#159,
     * cline/cline#13203, MoonshotAI/kimi-code#610.
     */
    private static final Pattern ALWAYS_THINKS = Pattern.compile("claude-(?:fable|mythos)");

    /** Anthropic takes no smaller budget. */
    private static final int LEAST_BUDGET = 1_024;

    /**
     * @param maxTokens of the answer, thinking included
     */
    static AnthropicThinking of(CallRequest request, int maxTokens, LeftOut leftOut) {
        ChatInput input = request.input();
        JsonNode own = input.extra().get("thinking");
        String effort =
                input.reasoningEffort() == null
                        ? ""
                        : input.reasoningEffort().toLowerCase(Locale.ROOT);
        Model model = request.model();
        if (own != null && own.isObject()) {
            return new AnthropicThinking(own, level(effort));
        }
        if (effort.isEmpty()) {
            return UNSAID;
        }
        if (model != null && !model.mayHave("reasoning")) {
            leftOut.add(PARAMETER, "the model does not think");
            return UNSAID;
        }
        if (effort.equals("none")) {
            return none(request.modelId(), leftOut);
        }
        return model == null || model.mayHave("adaptive_thinking")
                ? adaptive(input, effort)
                : budgeted(input, effort, maxTokens, leftOut);
    }

    private static AnthropicThinking none(String modelId, LeftOut leftOut) {
        if (ALWAYS_THINKS.matcher(modelId.toLowerCase(Locale.ROOT)).find()) {
            leftOut.add(PARAMETER, "the model always thinks");
            return UNSAID;
        }
        return new AnthropicThinking(JSON.objectNode().put("type", "disabled"), null);
    }

    private static AnthropicThinking adaptive(ChatInput input, String effort) {
        ObjectNode config =
                AnthropicTools.isForced(input)
                        ? null
                        : JSON.objectNode().put("type", "adaptive").put("display", "summarized");
        return new AnthropicThinking(config, level(effort));
    }

    private static AnthropicThinking budgeted(
            ChatInput input, String effort, int maxTokens, LeftOut leftOut) {
        // Half is left for the answer.
        int budget = Math.min(budget(effort), maxTokens / 2);
        if (budget < LEAST_BUDGET) {
            leftOut.add(PARAMETER, "max_completion_tokens leaves no room to think");
        } else if (AnthropicTools.isForced(input)) {
            leftOut.add(PARAMETER, "a model that must call a tool may not think");
        } else if (input.messages().getLast().role().equals("tool")) {
            leftOut.add(PARAMETER, "the signed thinking before the tool's call is not at hand");
        } else {
            return new AnthropicThinking(
                    JSON.objectNode().put("type", "enabled").put("budget_tokens", budget), null);
        }
        return UNSAID;
    }

    private static int budget(String effort) {
        return switch (effort) {
            case "minimal" -> LEAST_BUDGET;
            case "low" -> 2_048;
            case "medium" -> 8_192;
            case "high" -> 16_384;
            default -> 32_768;
        };
    }

    private static @Nullable String level(String effort) {
        return switch (effort) {
            case "", "none" -> null;
            case "minimal" -> "low";
            default -> effort;
        };
    }

    /** Whether the model thinks, which narrows what may be said of its sampling. */
    boolean isOn() {
        String type = config == null ? "" : config.path("type").asText();
        return type.equals("adaptive") || type.equals("enabled");
    }
}
