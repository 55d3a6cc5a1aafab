package io.signalbox.contracts.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.wire.Required;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a job ended: the value on the results topic and {@code result} of {@code GET /v1/jobs/{id}}.
 *
 * <p>A job's first result by offset in its one results partition is its result for every reader.
 *
 * @param status a terminal status
 * @param finishReason {@code stop}, {@code length}, {@code tool_calls}, {@code content_filter};
 *     null unless it succeeded
 * @param output the answer's text; empty where the model only called tools; null unless it
 *     succeeded
 * @param toolCalls the tools that the model asked for
 * @param reasoning the model's thinking, where it shows it
 * @param filesModified paths an agent changed
 * @param patch what an agent changed, as a unified diff
 * @param sessionId the agent's session, where it has one
 * @param citations the sources, where a search went before: each a {@link Citation}
 * @param candidate who answered; null unless it succeeded
 * @param cache {@code hit}, {@code miss} or null where no cache was asked
 * @param usage tokens of the answering attempt; null unless it succeeded
 * @param costUsd what the answering attempt cost; null where its price is unknown
 * @param latencyMs from admission to the end of the answer, in milliseconds
 * @param ttftMs from the upstream call to its first content, in milliseconds
 * @param attempts every attempt so far, in order, deferred ones included
 * @param error why it ended, unless it succeeded
 * @param metadata the caller's own strings
 * @param embeddings one vector per text, in the texts' order, each as {@link VectorText} writes it;
 *     absent unless the job was an embedding and succeeded
 * @param notes what the caller should know of the answering attempt, in words: parameters that its
 *     model was not sent; of a task's work links left out, tools that were refused, the branch;
 *     null and absent where there is nothing to say
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record JobResult(
        JobId jobId,
        JobStatus status,
        @Nullable String finishReason,
        @Nullable String output,
        List<ToolCall> toolCalls,
        @Nullable String reasoning,
        List<String> filesModified,
        @Nullable String patch,
        @Nullable String sessionId,
        List<JsonNode> citations,
        @Nullable Candidate candidate,
        @Nullable String cache,
        @Nullable Usage usage,
        @Nullable Usd costUsd,
        @Nullable Long latencyMs,
        @Nullable Long ttftMs,
        List<AttemptReport> attempts,
        @Nullable AttemptError error,
        Map<String, String> metadata,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> embeddings,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> notes) {

    public JobResult {
        Required.field("job_id", jobId);
        Required.field("status", status);
        if (!status.isTerminal()) {
            throw new IllegalArgumentException("status '%s' is not an end".formatted(status));
        }
        toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
        filesModified = filesModified == null ? List.of() : List.copyOf(filesModified);
        citations = citations == null ? List.of() : List.copyOf(citations);
        attempts = attempts == null ? List.of() : List.copyOf(attempts);
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
        embeddings = embeddings == null ? null : List.copyOf(embeddings);
        notes = notes == null || notes.isEmpty() ? null : List.copyOf(notes);
    }

    /** The end of a job that was no embedding. */
    public JobResult(
            JobId jobId,
            JobStatus status,
            @Nullable String finishReason,
            @Nullable String output,
            List<ToolCall> toolCalls,
            @Nullable String reasoning,
            List<String> filesModified,
            @Nullable String patch,
            @Nullable String sessionId,
            List<JsonNode> citations,
            @Nullable Candidate candidate,
            @Nullable String cache,
            @Nullable Usage usage,
            @Nullable Usd costUsd,
            @Nullable Long latencyMs,
            @Nullable Long ttftMs,
            List<AttemptReport> attempts,
            @Nullable AttemptError error,
            Map<String, String> metadata) {
        this(
                jobId,
                status,
                finishReason,
                output,
                toolCalls,
                reasoning,
                filesModified,
                patch,
                sessionId,
                citations,
                candidate,
                cache,
                usage,
                costUsd,
                latencyMs,
                ttftMs,
                attempts,
                error,
                metadata,
                null,
                List.of());
    }

    /** The same, of a task in a workspace. */
    public JobResult withWork(
            List<String> newFilesModified,
            @Nullable String newPatch,
            @Nullable String newSessionId,
            List<String> newNotes) {
        return new JobResult(
                jobId,
                status,
                finishReason,
                output,
                toolCalls,
                reasoning,
                newFilesModified,
                newPatch,
                newSessionId,
                citations,
                candidate,
                cache,
                usage,
                costUsd,
                latencyMs,
                ttftMs,
                attempts,
                error,
                metadata,
                embeddings,
                newNotes);
    }

    /** A job that ended without an answer: failed, cancelled or expired. */
    public static JobResult ended(
            JobId jobId,
            JobStatus status,
            AttemptError error,
            @Nullable Long latencyMs,
            List<AttemptReport> attempts,
            Map<String, String> metadata) {
        return new JobResult(
                jobId, status, null, null, List.of(), null, List.of(), null, null, List.of(), null,
                null, null, null, latencyMs, null, attempts, error, metadata);
    }

    /** How many of the attempts were calls: deferred ones count as none. */
    public int attemptsMade() {
        return (int) attempts.stream().filter(it -> it.outcome() != Outcome.DEFERRED).count();
    }

    /** Never the answer. */
    @Override
    public String toString() {
        return "JobResult[" + jobId + ", " + status.wireName() + ", candidate=" + candidate + "]";
    }
}
