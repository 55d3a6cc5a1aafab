package io.signalbox.testsupport.simulator;

import io.signalbox.contracts.job.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a {@link Script} in code; the names and defaults are the script's. */
public final class ScriptBuilder {

    private Duration latency = Duration.ZERO;
    private int tokensPerSecond;
    private @Nullable String answer;
    private @Nullable Integer tokens;
    private boolean usageReported = true;
    private int cachedTokens;
    private int reasoningTokens;
    private @Nullable String reasoning;
    private final List<ToolCall> toolCalls = new ArrayList<>();
    private final List<ToolCall> steps = new ArrayList<>();
    private @Nullable String stepsMatch;
    private @Nullable String requiredKey;
    private List<String> models = List.of();
    private List<String> loaded = List.of();
    private final Map<String, String> headers = new HashMap<>();
    private final List<FaultRule> faults = new ArrayList<>();
    private long seed;

    ScriptBuilder() {}

    public ScriptBuilder latency(Duration value) {
        latency = value;
        return this;
    }

    public ScriptBuilder tokensPerSecond(int value) {
        tokensPerSecond = value;
        return this;
    }

    public ScriptBuilder answer(String value) {
        answer = value;
        return this;
    }

    public ScriptBuilder tokens(int value) {
        tokens = value;
        return this;
    }

    public ScriptBuilder withoutUsage() {
        usageReported = false;
        return this;
    }

    public ScriptBuilder cachedTokens(int value) {
        cachedTokens = value;
        return this;
    }

    public ScriptBuilder reasoningTokens(int value) {
        reasoningTokens = value;
        return this;
    }

    public ScriptBuilder reasoning(String value) {
        reasoning = value;
        return this;
    }

    public ScriptBuilder toolCall(ToolCall value) {
        toolCalls.add(value);
        return this;
    }

    /** After the steps added before. */
    public ScriptBuilder step(ToolCall value) {
        steps.add(value);
        return this;
    }

    public ScriptBuilder stepsMatch(String value) {
        stepsMatch = value;
        return this;
    }

    public ScriptBuilder requiredKey(String value) {
        requiredKey = value;
        return this;
    }

    public ScriptBuilder loaded(String... names) {
        loaded = List.of(names);
        return this;
    }

    public ScriptBuilder models(String... values) {
        models = List.of(values);
        return this;
    }

    public ScriptBuilder header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Rules are tried in the order of their adding. */
    public ScriptBuilder fault(FaultRule rule) {
        faults.add(rule);
        return this;
    }

    public ScriptBuilder seed(long value) {
        seed = value;
        return this;
    }

    public Script build() {
        return new Script(
                latency,
                tokensPerSecond,
                answer,
                tokens,
                usageReported,
                cachedTokens,
                reasoningTokens,
                reasoning,
                toolCalls,
                steps,
                stepsMatch,
                requiredKey,
                models,
                loaded,
                headers,
                faults,
                seed);
    }
}
