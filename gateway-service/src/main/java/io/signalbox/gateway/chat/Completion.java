package io.signalbox.gateway.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.ToolCall;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The bodies of the OpenAI chat completions form. Field names are the wire's. */
final class Completion {

    private Completion() {}

    record Plain(
            String id,
            String object,
            long created,
            String model,
            List<Choice> choices,
            @Nullable Tokens usage,
            @Nullable Remarks signalbox) {}

    record Choice(int index, Message message, String finishReason) {}

    record Message(
            String role,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String content,
            @Nullable String reasoningContent,
            @Nullable List<ToolCall> toolCalls,
            @Nullable List<Annotation> annotations) {}

    record Part(
            String id,
            String object,
            long created,
            String model,
            List<PartChoice> choices,
            @Nullable Tokens usage,
            @Nullable Account signalbox) {}

    record PartChoice(
            int index,
            Delta delta,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String finishReason) {}

    record Delta(
            @Nullable String role,
            @Nullable String content,
            @Nullable String reasoningContent,
            @Nullable List<CallDelta> toolCalls,
            @Nullable List<Annotation> annotations) {

        Delta(
                @Nullable String role,
                @Nullable String content,
                @Nullable String reasoningContent,
                @Nullable List<CallDelta> toolCalls) {
            this(role, content, reasoningContent, toolCalls, null);
        }

        /** Nothing but the sources, if there are any. */
        static Delta last(JobResult result) {
            return new Delta(null, null, null, null, Annotation.of(result));
        }
    }

    record CallDelta(
            int index, @Nullable String id, @Nullable String type, FunctionDelta function) {

        static CallDelta of(Chunk.ToolCallDelta delta) {
            return new CallDelta(
                    delta.index(),
                    delta.id(),
                    delta.name() == null ? null : "function",
                    new FunctionDelta(
                            delta.name(), delta.arguments() == null ? "" : delta.arguments()));
        }
    }

    record FunctionDelta(@Nullable String name, String arguments) {}

    record Tokens(
            long promptTokens,
            long completionTokens,
            long totalTokens,
            PromptDetails promptTokensDetails,
            OutputDetails completionTokensDetails) {

        static @Nullable Tokens of(@Nullable Usage usage) {
            return usage == null
                    ? null
                    : new Tokens(
                            usage.input(),
                            usage.output(),
                            usage.input() + usage.output(),
                            new PromptDetails(usage.cachedRead()),
                            new OutputDetails(usage.reasoning()));
        }
    }

    record PromptDetails(long cachedTokens) {}

    record OutputDetails(long reasoningTokens) {}

    /** What a plain answer's headers do not tell; null where there is nothing to tell. */
    record Remarks(List<String> notes) {

        static @Nullable Remarks of(JobResult result) {
            List<String> notes = result.notes();
            return notes == null ? null : new Remarks(notes);
        }
    }

    /** What a stream tells of its job in its last data chunk; plain answers say it in headers. */
    record Account(
            String job,
            @Nullable Candidate candidate,
            int attempts,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Usd costUsd,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<JsonNode> citations,
            @Nullable List<String> notes,
            List<AttemptReport> history) {

        static Account of(JobResult result) {
            return new Account(
                    result.jobId().value(),
                    result.candidate(),
                    result.attemptsMade(),
                    result.costUsd(),
                    result.citations(),
                    result.notes(),
                    result.attempts());
        }
    }

    static String id(JobResult result) {
        return "chatcmpl-" + result.jobId();
    }

    static Plain plain(JobResult result, long created) {
        List<ToolCall> calls = result.toolCalls();
        String output = result.output();
        return new Plain(
                id(result),
                "chat.completion",
                created,
                model(result),
                List.of(
                        new Choice(
                                0,
                                new Message(
                                        "assistant",
                                        output == null || (output.isEmpty() && !calls.isEmpty())
                                                ? null
                                                : output,
                                        result.reasoning(),
                                        calls.isEmpty() ? null : calls,
                                        Annotation.of(result)),
                                finishReason(result))),
                Tokens.of(result.usage()),
                Remarks.of(result));
    }

    static String model(JobResult result) {
        Candidate candidate = result.candidate();
        return candidate == null ? "unknown" : candidate.name();
    }

    static String finishReason(JobResult result) {
        String reason = result.finishReason();
        return reason == null ? "stop" : reason;
    }

    /** The whole of the tool calls as deltas, for what a stream has not sent yet. */
    static List<CallDelta> deltas(List<ToolCall> calls) {
        return IntStream.range(0, calls.size())
                .mapToObj(i ->
                        new CallDelta(
                                i,
                                calls.get(i).id(),
                                "function",
                                new FunctionDelta(
                                        calls.get(i).function().name(),
                                        calls.get(i).function().arguments())))
                .toList();
    }
}
