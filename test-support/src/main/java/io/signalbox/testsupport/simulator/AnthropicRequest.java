package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a request to {@code /v1/messages}; as strict as Anthropic, in words like its own. */
final class AnthropicRequest {

    private static final Set<String> FIELDS =
            Set.of(
                    "cache_control",
                    "container",
                    "inference_geo",
                    "max_tokens",
                    "messages",
                    "metadata",
                    "model",
                    "output_config",
                    "service_tier",
                    "speed",
                    "stop_sequences",
                    "stream",
                    "system",
                    "temperature",
                    "thinking",
                    "tool_choice",
                    "tools",
                    "top_k",
                    "top_p");

    /** What the betas of a request allow besides. */
    private static final Map<String, Set<String>> BETA_FIELDS =
            Map.of("context-management", Set.of("context_management"));

    /** Whose requests have system messages amid the others; measured with 2.1.329. */
    private static final String CLAUDE_CODE = "claude-code";

    private final String betas;
    private final JsonNode body;
    private final Dialogue dialogue = new Dialogue();
    private final Set<String> called = new HashSet<>();

    private AnthropicRequest(String betas, JsonNode body) {
        this.betas = betas;
        this.body = body;
    }

    /**
     * @param betas the value of the header {@code anthropic-beta}, which may be empty
     */
    static ChatCall read(String betas, JsonNode body) {
        return new AnthropicRequest(betas, body).read();
    }

    private ChatCall read() {
        body.fieldNames()
                .forEachRemaining(
                        name -> check(isField(name), name + ": Extra inputs are not permitted"));
        check(body.path("model").isTextual(), "model: Field required");
        check(body.path("max_tokens").isInt(), "max_tokens: Field required");
        check(
                body.path("max_tokens").asInt() >= 1,
                "max_tokens: Input should be greater than or equal to 1");
        check(!body.path("messages").isEmpty(), "messages: at least one message is required");
        texts("system", body.path("system")).forEach(dialogue::said);
        for (int i = 0; i < body.path("messages").size(); i++) {
            readMessage("messages." + i, body.path("messages").get(i));
        }
        checkTools();
        checkSampling();
        return new ChatCall(
                body.path("model").asText(),
                dialogue.question(),
                dialogue.conversation(),
                body.path("stream").asBoolean(),
                true,
                toolNames(),
                dialogue.toolRounds(),
                body.path("max_tokens").asInt());
    }

    private boolean isField(String name) {
        return FIELDS.contains(name)
                || BETA_FIELDS.entrySet().stream()
                        .anyMatch(beta ->
                                betas.contains(beta.getKey()) && beta.getValue().contains(name));
    }

    private boolean isRole(String role) {
        return role.equals("user")
                || role.equals("assistant")
                || (role.equals("system") && betas.contains(CLAUDE_CODE));
    }

    private void readMessage(String at, JsonNode message) {
        String role = message.path("role").asText();
        check(isRole(role), at + ".role: Input should be 'user' or 'assistant'");
        List<String> texts = texts(at + ".content", message.path("content"));
        boolean bringsResults = false;
        for (JsonNode block : message.path("content")) {
            if (block.path("type").asText().equals("tool_use")) {
                check(
                        block.path("id").asText().matches("[a-zA-Z0-9_-]+"),
                        at + ".tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
                check(
                        block.path("input").isObject(),
                        at + ".tool_use.input: Input should be a valid dictionary");
                called.add(block.path("id").asText());
            }
            if (block.path("type").asText().equals("tool_result")) {
                bringsResults = true;
                check(
                        called.contains(block.path("tool_use_id").asText()),
                        at + ": unexpected `tool_use_id` found in `tool_result` blocks");
            }
        }
        String text = String.join("\n", texts);
        if (bringsResults) {
            dialogue.result(text);
        } else if (role.equals("user")) {
            dialogue.asked(text);
        } else {
            dialogue.said(text);
        }
    }

    private List<String> toolNames() {
        List<String> names = new ArrayList<>();
        if (!body.at("/tool_choice/type").asText().equals("none")) {
            body.path("tools").forEach(tool -> names.add(tool.path("name").asText()));
        }
        return names;
    }

    private static List<String> texts(String at, JsonNode content) {
        if (content.isTextual()) {
            checkNotBlank(at, List.of(content.asText()));
            return List.of(content.asText());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode block : content) {
            switch (block.path("type").asText()) {
                case "text" -> {
                    check(
                            !block.path("text").asText().isEmpty(),
                            at + ": text content blocks must be non-empty");
                    texts.add(block.path("text").asText());
                }
                case "image" -> checkImage(at, block.path("source"));
                case "tool_use", "tool_result", "thinking" -> {
                    // Read by the caller, or of no concern.
                }
                default -> throw new IllegalArgumentException(at + ": Input tag is unknown");
            }
        }
        checkNotBlank(at, texts);
        return texts;
    }

    /**
     * A blank text passes beside another that is not. Source: LibreChat-AI/agents#124, where it was
     * tried.
     */
    private static void checkNotBlank(String at, List<String> texts) {
        check(
                texts.isEmpty()
                        || texts.stream().anyMatch(text -> text.isEmpty() || !text.isBlank()),
                at + ": text content blocks must contain non-whitespace text");
    }

    private static void checkImage(String at, JsonNode source) {
        String type = source.path("type").asText();
        boolean bytes =
                type.equals("base64")
                        && source.path("media_type").asText().matches("image/(jpeg|png|gif|webp)")
                        && !source.path("data").asText().isEmpty();
        boolean address = type.equals("url") && source.path("url").asText().startsWith("http");
        check(bytes || address, at + ".image.source: Input should be a valid image source");
    }

    private void checkTools() {
        for (JsonNode tool : body.path("tools")) {
            check(tool.path("name").isTextual(), "tools: name: Field required");
            check(tool.path("input_schema").isObject(), "tools: input_schema: Field required");
        }
        String choice = body.at("/tool_choice/type").asText("");
        check(
                Set.of("", "auto", "any", "none", "tool").contains(choice),
                "tool_choice: Input tag is unknown");
        String thinking = body.at("/thinking/type").asText("");
        boolean thinks = thinking.equals("enabled") || thinking.equals("adaptive");
        check(
                !thinks || !(choice.equals("any") || choice.equals("tool")),
                "Thinking may not be enabled when tool_choice forces tool use.");
        int budget = body.at("/thinking/budget_tokens").asInt(0);
        check(
                budget < body.path("max_tokens").asInt(),
                "`max_tokens` must be greater than `thinking.budget_tokens`.");
        check(
                !thinks || body.path("temperature").asDouble(1) == 1,
                "`temperature` may only be set to 1 when thinking is enabled.");
    }

    private void checkSampling() {
        check(
                body.path("temperature").asDouble(0) <= 1,
                "temperature: Input should be less than or equal to 1");
        check(
                !(body.has("temperature") && body.has("top_p")),
                "`temperature` and `top_p` cannot both be specified for this model.");
        for (JsonNode stop : body.path("stop_sequences")) {
            check(
                    !stop.asText().isBlank(),
                    "stop_sequences: each stop sequence must contain non-whitespace");
        }
        JsonNode format = body.at("/output_config/format");
        check(
                format.isMissingNode()
                        || (format.path("type").asText().equals("json_schema")
                                && format.path("schema").isObject()),
                "output_config.format: Input should be a valid JSON schema");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
