package io.signalbox.apiworker.call.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.catalog.Model;
import io.signalbox.contracts.job.ChatInput;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code generationConfig}; what a caller gives under that very name is its beginning. */
final class GenerationConfig {

    /** Further parameters that mean the same under another name. */
    private static final Map<String, String> RENAMED =
            Map.of(
                    "top_k", "topK",
                    "max_tokens", "maxOutputTokens");

    private static final Map<String, String> PENALTIES =
            Map.of(
                    "presence_penalty", "presencePenalty",
                    "frequency_penalty", "frequencyPenalty");

    private final CallRequest request;
    private final ChatInput input;
    private final LeftOut leftOut;
    private final ObjectNode config = JsonNodeFactory.instance.objectNode();

    private GenerationConfig(CallRequest request, LeftOut leftOut) {
        this.request = request;
        this.input = request.input();
        this.leftOut = leftOut;
    }

    /** Whether a further parameter of that name belongs here, even where it is left out. */
    static boolean takes(String parameter) {
        return RENAMED.containsKey(parameter) || PENALTIES.containsKey(parameter);
    }

    static ObjectNode of(CallRequest request, LeftOut leftOut) {
        GenerationConfig generation = new GenerationConfig(request, leftOut);
        generation.write();
        return generation.config;
    }

    private void write() {
        if (input.extra().get("generationConfig") instanceof ObjectNode given) {
            config.setAll(given);
        }
        RENAMED.forEach((theirs, ours) -> set(ours, input.extra().get(theirs)));
        PENALTIES.forEach(this::setPenalty);
        setSampling();
        if (input.maxCompletionTokens() != null) {
            config.put("maxOutputTokens", input.maxCompletionTokens());
        }
        if (!input.stop().isEmpty()) {
            input.stop().forEach(config.putArray("stopSequences")::add);
        }
        setFormat();
        setThinking();
    }

    /**
     * Since 2.5 Gemini answers a penalty other than 0 with 400, "Penalty is not enabled for this
     * model". Sources: google-gemini/cookbook#1290, vercel/ai#8943.
     */
    private void setPenalty(String theirs, String ours) {
        JsonNode penalty = input.extra().get(theirs);
        if (GeminiFamily.of(request.modelId()).takesPenalties()) {
            set(ours, penalty);
        } else if (penalty != null && penalty.asDouble() != 0) {
            leftOut.add(theirs, "the model refuses it");
        }
    }

    private void setSampling() {
        Model model = request.model();
        if (input.temperature() != null) {
            if (model == null || model.acceptsTemperature()) {
                config.put("temperature", input.temperature());
            } else {
                leftOut.add("temperature", "the model refuses it");
            }
        }
        if (input.topP() != null) {
            config.put("topP", input.topP());
        }
        if (input.seed() != null) {
            if (input.seed() == input.seed().intValue()) {
                config.put("seed", input.seed().intValue());
            } else {
                leftOut.add("seed", "Gemini's has 32 bits");
            }
        }
    }

    private void setFormat() {
        JsonNode format = input.responseFormat();
        String type = format == null ? "" : format.path("type").asText("");
        if (type.equals("json_object") || type.equals("json_schema")) {
            config.put("responseMimeType", "application/json");
        }
        if (format != null && type.equals("json_schema")) {
            set("responseJsonSchema", format.path("json_schema").path("schema"));
        }
    }

    private void setThinking() {
        String effort = input.reasoningEffort();
        if (effort == null) {
            return;
        }
        Model model = request.model();
        GeminiFamily family = GeminiFamily.of(request.modelId());
        boolean known = model == null || model.capabilities().contains("reasoning");
        String wanted = effort.toLowerCase(Locale.ROOT);
        Integer budget = family.budget(wanted);
        String level = family.level(wanted);
        if (!known || (budget == null && level == null)) {
            leftOut.add("reasoning_effort", "the model does not reason");
            return;
        }
        ObjectNode thinking = config.putObject("thinkingConfig");
        if (budget != null) {
            thinking.put("thinkingBudget", budget);
        } else {
            thinking.put("thinkingLevel", level);
        }
        thinking.put("includeThoughts", !wanted.equals("none"));
    }

    private void set(String name, @Nullable JsonNode value) {
        if (value != null && !value.isNull() && !value.isMissingNode()) {
            config.set(name, value);
        }
    }
}
