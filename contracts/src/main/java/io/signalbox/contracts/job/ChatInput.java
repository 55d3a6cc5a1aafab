package io.signalbox.contracts.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Chat Completions body without {@code model} and {@code stream}.
 *
 * @param messages the conversation; empty where the job has an instruction instead
 * @param tools tool definitions, as the caller wrote them
 * @param toolChoice {@code "none"}, {@code "auto"}, {@code "required"} or a named tool
 * @param responseFormat {@code {"type":"text"|"json_object"|"json_schema",...}}
 * @param temperature 0 to 2; null is the model's default
 * @param topP 0 to 1; null is the model's default
 * @param maxCompletionTokens most tokens of the answer, reasoning included; null is the model's
 *     default
 * @param stop up to four texts that end the answer; a plain string reads as one
 * @param seed for repeatable sampling where the provider has it
 * @param reasoningEffort {@code none}, {@code minimal}, {@code low}, {@code medium}, {@code
 *     high}...
 * @param extra every other parameter of the caller's, handed on to providers that speak this wire
 *     format
 */
public record ChatInput(
        List<ChatMessage> messages,
        List<JsonNode> tools,
        @Nullable JsonNode toolChoice,
        @Nullable JsonNode responseFormat,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer maxCompletionTokens,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> stop,
        @Nullable Long seed,
        @Nullable String reasoningEffort,
        @JsonAnyGetter @JsonAnySetter Map<String, JsonNode> extra) {

    public ChatInput(
            @Nullable List<ChatMessage> messages,
            @Nullable List<JsonNode> tools,
            @Nullable JsonNode toolChoice,
            @Nullable JsonNode responseFormat,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer maxCompletionTokens,
            @Nullable List<String> stop,
            @Nullable Long seed,
            @Nullable String reasoningEffort,
            @Nullable Map<String, JsonNode> extra) {
        this.messages = messages == null ? List.of() : List.copyOf(messages);
        this.tools = tools == null ? List.of() : List.copyOf(tools);
        this.toolChoice = toolChoice;
        this.responseFormat = responseFormat;
        this.temperature = temperature;
        this.topP = topP;
        this.maxCompletionTokens = maxCompletionTokens;
        this.stop = stop == null ? List.of() : List.copyOf(stop);
        this.seed = seed;
        this.reasoningEffort = reasoningEffort;
        this.extra = extra == null ? Map.of() : Map.copyOf(extra);
    }

    /** One user message and nothing else. */
    public static ChatInput of(String userText) {
        return new ChatInput(
                List.of(ChatMessage.of("user", userText)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The same with other messages. */
    public ChatInput withMessages(List<ChatMessage> others) {
        return new ChatInput(
                others,
                tools,
                toolChoice,
                responseFormat,
                temperature,
                topP,
                maxCompletionTokens,
                stop,
                seed,
                reasoningEffort,
                extra);
    }

    /** The same with another bound on the answer, in tokens. */
    public ChatInput withMaxCompletionTokens(int most) {
        return new ChatInput(
                messages,
                tools,
                toolChoice,
                responseFormat,
                temperature,
                topP,
                most,
                stop,
                seed,
                reasoningEffort,
                extra);
    }

    public boolean hasImages() {
        return messages.stream()
                .flatMap(message -> message.content().stream())
                .anyMatch(part -> part.imageUrl() != null);
    }

    @Override
    public String toString() {
        return "ChatInput[" + messages.size() + " messages, " + tools.size() + " tools]";
    }
}
