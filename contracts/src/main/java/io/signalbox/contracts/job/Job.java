package io.signalbox.contracts.job;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for: the body of {@code POST /v1/jobs} and the value of a record on the jobs
 * topic.
 *
 * @param id the caller's own id, a ULID or a UUID; null lets the gateway choose
 * @param input the conversation; may be null where {@code instruction} is given
 * @param instruction a task in words, instead of messages
 * @param instructionFile a file inside the workspace that holds the task
 * @param workspace where a coding task works
 * @param task what kind of work it is
 * @param routing who may do it
 * @param limits how much it may take
 * @param profile a named agent definition
 * @param metadata the caller's own strings, given back with the result
 * @param replyTopic Kafka only: where the result goes besides the results topic
 * @param embedding texts to be made vectors of, instead of a conversation; never together with
 *     {@code input} or {@code instruction}
 */
public record Job(
        @Nullable String id,
        @Nullable ChatInput input,
        @Nullable String instruction,
        @Nullable String instructionFile,
        @Nullable Workspace workspace,
        Task task,
        Routing routing,
        Limits limits,
        @Nullable String profile,
        Map<String, String> metadata,
        @Nullable String replyTopic,
        @Nullable EmbeddingInput embedding) {

    public Job(
            @Nullable String id,
            @Nullable ChatInput input,
            @Nullable String instruction,
            @Nullable String instructionFile,
            @Nullable Workspace workspace,
            @Nullable Task task,
            @Nullable Routing routing,
            @Nullable Limits limits,
            @Nullable String profile,
            @Nullable Map<String, String> metadata,
            @Nullable String replyTopic,
            @Nullable EmbeddingInput embedding) {
        this.id = id;
        this.input = input;
        this.instruction = instruction;
        this.instructionFile = instructionFile;
        this.workspace = workspace;
        this.task = task == null ? Task.UNSPECIFIED : task;
        this.routing = routing == null ? Routing.DEFAULT : routing;
        this.limits = limits == null ? Limits.UNSPECIFIED : limits;
        this.profile = profile;
        this.metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
        this.replyTopic = replyTopic;
        this.embedding = embedding;
    }

    /** A job for a conversation. */
    public Job(
            @Nullable String id,
            @Nullable ChatInput input,
            @Nullable String instruction,
            @Nullable String instructionFile,
            @Nullable Workspace workspace,
            @Nullable Task task,
            @Nullable Routing routing,
            @Nullable Limits limits,
            @Nullable String profile,
            @Nullable Map<String, String> metadata,
            @Nullable String replyTopic) {
        this(
                id,
                input,
                instruction,
                instructionFile,
                workspace,
                task,
                routing,
                limits,
                profile,
                metadata,
                replyTopic,
                null);
    }

    /** A conversation for a model, with everything else left to the catalog. */
    public static Job chat(String model, ChatInput input) {
        return new Job(
                null,
                input,
                null,
                null,
                null,
                null,
                Routing.forModel(model),
                null,
                null,
                null,
                null);
    }

    /** The conversation to send: the messages, or the instruction as one user message. */
    public ChatInput conversation() {
        if (input != null && !input.messages().isEmpty()) {
            return input;
        }
        String text = instruction == null ? "" : instruction;
        ChatInput asked = ChatInput.of(text);
        return input == null ? asked : input.withMessages(asked.messages());
    }

    /** Never the prompt. */
    @Override
    public String toString() {
        return "Job[id=" + id + ", model=" + routing.model() + ", task=" + task.type() + "]";
    }
}
