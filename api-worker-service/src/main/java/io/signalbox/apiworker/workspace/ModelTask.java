package io.signalbox.apiworker.workspace;

import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Workspaces;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.UnifiedDiff;
import io.signalbox.tokens.PromptTokens;
import io.signalbox.tokens.Tokenizer;
import io.signalbox.workspace.Applied;
import io.signalbox.workspace.BranchOutcome;
import io.signalbox.workspace.Changes;
import io.signalbox.workspace.OpenWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One attempt's job: what its model is asked, and what of its answer is work. Used by one thread;
 * blocks on git where the job has a workspace.
 */
public final class ModelTask implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ModelTask.class);

    private final ChatInput conversation;
    private final String files;
    private final @Nullable OpenWorkspace workspace;
    private final @Nullable String branch;
    private final String jobId;

    private ModelTask(
            ChatInput conversation,
            String files,
            @Nullable OpenWorkspace workspace,
            @Nullable String branch,
            String jobId) {
        this.conversation = conversation;
        this.files = files;
        this.workspace = workspace;
        this.branch = branch;
        this.jobId = jobId;
    }

    static ModelTask without(Job job) {
        return new ModelTask(job.conversation(), "", null, null, "");
    }

    /**
     * @param instruction of the instruction file; empty where the job names none
     * @param files as {@link OpenWorkspace#contextFiles} quotes them; empty where it names none
     */
    static ModelTask in(
            OpenWorkspace workspace, Job job, String instruction, String files, String jobId) {
        String branch = job.workspace() == null ? null : job.workspace().branch();
        return new ModelTask(
                TaskPrompt.conversation(job, instruction),
                files,
                workspace,
                branch == null || branch.isBlank() ? null : branch,
                jobId);
    }

    /** What is asked, without the files. */
    public ChatInput conversation() {
        return conversation;
    }

    /**
     * What is sent.
     *
     * @param asked {@link #conversation}, with what was put into it meanwhile
     */
    public ChatInput prompt(ChatInput asked) {
        return workspace == null ? asked : TaskPrompt.with(files, asked);
    }

    /**
     * Whether the files make the prompt too long: the router could not count them.
     *
     * @param prompt what is to be sent
     * @param model what the registry knows; null where it knows nothing
     */
    public Optional<CallOutcome.Failed> tooLong(
            ChatInput prompt, String modelId, @Nullable Model model) {
        Long window = model == null ? null : model.contextWindow();
        if (workspace == null || window == null) {
            return Optional.empty();
        }
        Long tokens = PromptTokens.of(prompt).tooMany(Tokenizer.of(modelId), window);
        return Optional.ofNullable(tokens)
                .map(many ->
                        CallOutcome.Failed.unsent(
                                AttemptError.of(
                                        ErrorClass.CONTEXT_TOO_LONG,
                                        "with the workspace's files the prompt has about %d tokens, the context window %d"
                                                .formatted(many, window))));
    }

    /** What the answer came to. Makes the branch, where there is a change to leave on it. */
    public Work work(CallOutcome.Succeeded answer) {
        if (workspace == null) {
            return Work.NONE;
        }
        List<String> notes = new ArrayList<>(workspace.notes());
        if (answer.finishReason().equals("length")) {
            notes.add(
                    "the answer was cut off at its greatest length: no patch is looked for in it");
            return withoutPatch(notes);
        }
        Optional<UnifiedDiff> diff = UnifiedDiff.patchOf(answer.text());
        return diff.isPresent() ? patched(workspace, diff.get(), notes) : withoutPatch(notes);
    }

    private Work withoutPatch(List<String> notes) {
        noBranch("the answer holds no diff", notes);
        return new Work(List.of(), null, notes);
    }

    private void noBranch(String why, List<String> notes) {
        if (branch != null) {
            notes.add("no branch was made: " + why);
        }
    }

    private Work patched(OpenWorkspace open, UnifiedDiff diff, List<String> notes) {
        return switch (open.apply(diff.patch())) {
            case Applied.Not not -> {
                notes.add("the patch does not apply to %s: %s".formatted(at(open), not.reason()));
                noBranch("the patch does not apply", notes);
                yield new Work(diff.files(), diff.patch(), notes);
            }
            case Applied.Whole _ -> applied(open, diff, notes);
        };
    }

    private static String at(OpenWorkspace open) {
        return "commit " + open.baseCommit();
    }

    /** As git says it, like an agent's work; what git ignores is no change to it. */
    private Work applied(OpenWorkspace open, UnifiedDiff diff, List<String> notes) {
        Changes changes = open.changes();
        if (branch != null) {
            leaveBranch(open, branch, notes);
        }
        if (changes.files().isEmpty() || changes.patch() == null) {
            return new Work(diff.files(), diff.patch(), notes);
        }
        notes.addAll(changes.notes());
        return new Work(changes.filesModified(), changes.patch(), notes);
    }

    private void leaveBranch(OpenWorkspace open, String name, List<String> notes) {
        switch (open.leaveBranch(name, "Signalbox job " + jobId)) {
            case BranchOutcome.Left left ->
                    notes.add(
                            "the changes are on branch %s, commit %s"
                                    .formatted(left.name(), left.commit()));
            case BranchOutcome.NotLeft not -> noBranch(not.reason(), notes);
        }
    }

    /** Removes the workspace: all of it that counts is in the result. */
    @Override
    public void close() {
        if (workspace != null) {
            end(workspace);
        }
    }

    static void end(OpenWorkspace workspace) {
        workspace.close(Workspaces.Keep.NEVER, false);
        Path at = workspace.directory().getParent();
        if (at != null) {
            deleteEmpty(at);
        }
    }

    /** A run's own directory, once nothing is in it. */
    static void deleteEmpty(Path at) {
        try {
            Files.deleteIfExists(at);
        } catch (IOException e) {
            LOG.warnf("%s could not be deleted: %s", at, e);
        }
    }

    /** Never the prompt. */
    @Override
    public String toString() {
        return "ModelTask[" + (workspace == null ? "no workspace" : at(workspace)) + "]";
    }
}
