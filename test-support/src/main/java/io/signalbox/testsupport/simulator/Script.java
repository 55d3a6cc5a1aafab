package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one simulated provider behaves. Every field may be left out; the default is a provider that
 * answers any model at once with an echo.
 *
 * @param latency from the request to the first byte; default 0
 * @param tokensPerSecond pace of the answer; default 0 is all at once
 * @param answer the text of every answer; default is {@link Answers#echo}
 * @param tokens cuts or lengthens the answer to so many tokens; default as long as it is
 * @param usageReported default true
 * @param cachedTokens part of the prompt reported as read from a cache; default 0
 * @param reasoningTokens reported as thinking besides those of {@code reasoning}; default 0
 * @param reasoning thinking that comes before the answer; default none
 * @param toolCalls what a request with tools gets instead of an answer, until it brings a tool's
 *     result; default none
 * @param steps what an agent is to do: the n-th is called, without a word, where n results of tools
 *     have come since the question and the request offers that tool by name; after the last, and
 *     where the tool is not offered, comes the answer. One without an id gets one; {@code {cwd}} in
 *     its arguments is the directory that the agent's prompt says it works in. Default none
 * @param stepsMatch a text that a question must contain for the steps to be taken: agents ask
 *     things of their own too; default every question
 * @param requiredKey any other key gets 401; default every key and none is good
 * @param models listed, and any other gets 404; default none listed, every name is good
 * @param loaded those in memory, as Ollama and LM Studio tell it; default none
 * @param headers sent with every answer, for example rate limits; default none
 * @param faults the first rule that holds for a call decides; default none
 * @param seed for the rules' probabilities; default 0
 */
public record Script(
        @JsonSerialize(using = DurationText.Serializer.class)
                @JsonDeserialize(using = DurationText.Deserializer.class)
                Duration latency,
        int tokensPerSecond,
        @Nullable String answer,
        @Nullable Integer tokens,
        Boolean usageReported,
        int cachedTokens,
        int reasoningTokens,
        @Nullable String reasoning,
        List<ToolCall> toolCalls,
        List<ToolCall> steps,
        @Nullable String stepsMatch,
        @Nullable String requiredKey,
        List<String> models,
        List<String> loaded,
        Map<String, String> headers,
        List<FaultRule> faults,
        long seed) {

    /** Echoes at once. */
    public static final Script DEFAULT = builder().build();

    public Script(
            @Nullable Duration latency,
            int tokensPerSecond,
            @Nullable String answer,
            @Nullable Integer tokens,
            @Nullable Boolean usageReported,
            int cachedTokens,
            int reasoningTokens,
            @Nullable String reasoning,
            @Nullable List<ToolCall> toolCalls,
            @Nullable List<ToolCall> steps,
            @Nullable String stepsMatch,
            @Nullable String requiredKey,
            @Nullable List<String> models,
            @Nullable List<String> loaded,
            @Nullable Map<String, String> headers,
            @Nullable List<FaultRule> faults,
            long seed) {
        this.latency = latency == null ? Duration.ZERO : latency;
        this.tokensPerSecond = tokensPerSecond;
        this.answer = answer;
        this.tokens = tokens;
        this.usageReported = usageReported == null || usageReported;
        this.cachedTokens = cachedTokens;
        this.reasoningTokens = reasoningTokens;
        this.reasoning = reasoning;
        this.toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
        this.steps = steps == null ? List.of() : List.copyOf(steps);
        this.stepsMatch = stepsMatch;
        this.requiredKey = requiredKey;
        this.models = models == null ? List.of() : List.copyOf(models);
        this.loaded = loaded == null ? List.of() : List.copyOf(loaded);
        this.headers = headers == null ? Map.of() : Map.copyOf(headers);
        this.faults = faults == null ? List.of() : List.copyOf(faults);
        this.seed = seed;
    }

    public static ScriptBuilder builder() {
        return new ScriptBuilder();
    }

    /** An echo with this one fault on every call. */
    public static Script failing(Fault fault) {
        return builder().fault(FaultRule.always(fault)).build();
    }
}
