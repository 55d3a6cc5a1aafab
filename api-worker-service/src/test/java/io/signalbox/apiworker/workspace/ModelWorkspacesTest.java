package io.signalbox.apiworker.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.limits.RateLimits;
import io.signalbox.catalog.DataSize;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Workspaces;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.Workspace;
import io.signalbox.testsupport.Events;
import io.signalbox.workspace.GitLimits;
import io.signalbox.workspace.WorkspaceLimits;
import io.signalbox.workspace.WorkspaceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workspaces of models, over a real repository. */
class ModelWorkspacesTest {

    private static final String DIFF = "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+two\n";
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir Path temporary;
    private Path root;
    private Path repository;
    private final CallCancel cancel = new CallCancel();
    private final List<Thread> openers = new ArrayList<>();
    private Instant now = Events.NOON;

    @BeforeEach
    void makeRepository() throws Exception {
        root = temporary.toRealPath().resolve("root");
        repository = Files.createDirectories(root.resolve("r"));
        Files.writeString(repository.resolve("a.txt"), "one\n");
        Files.writeString(repository.resolve("TASK.md"), "Count further.\n");
        git("init", "--quiet", "--initial-branch=main");
        git("add", "--all");
        git("-c", "user.name=c", "-c", "user.email=c@localhost", "commit", "-qm", "first");
    }

    private Thread opener(Runnable work) {
        Thread thread = Thread.ofVirtual().unstarted(work);
        openers.add(thread);
        return thread;
    }

    @AfterEach
    void nothingOfAnyRunIsLeft() throws Exception {
        for (Thread opener : openers) {
            assertThat(opener.join(LONG)).isTrue();
        }
        assertThat(isEmpty(settings("git").runs())).isTrue();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private String git(String... arguments) throws Exception {
        Process process =
                new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
                        .directory(repository.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    private WorkspaceSettings settings(String binary) {
        return new WorkspaceSettings(
                () ->
                        new Workspaces(
                                List.of(root), Workspaces.Keep.ALWAYS, DataSize.parse("50MiB")),
                temporary.resolve("data").toAbsolutePath(),
                new GitLimits(binary, "ssh", LONG, LONG),
                WorkspaceLimits.DEFAULT,
                () -> now);
    }

    private AttemptDispatched order(
            @Nullable String instruction, @Nullable String branch, String... files) {
        Job job =
                new Job(
                        null,
                        null,
                        instruction,
                        instruction == null ? "TASK.md" : null,
                        new Workspace(repository.toString(), null, List.of(files), branch),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        return Events.dispatched(Events.admitted(job), Events.ACME);
    }

    private ModelTask begun(AttemptDispatched order) throws InterruptedException {
        Begun begun = new ModelWorkspaces(settings("git"), this::opener).begin(order, cancel);
        assertThat(begun).isInstanceOf(Begun.Ready.class);
        return ((Begun.Ready) begun).task();
    }

    private CallOutcome not(String binary, AttemptDispatched order) throws InterruptedException {
        Begun begun = new ModelWorkspaces(settings(binary), this::opener).begin(order, cancel);
        assertThat(begun).isInstanceOf(Begun.Not.class);
        return ((Begun.Not) begun).outcome();
    }

    private static CallOutcome.Succeeded answer(String text, String finishReason) {
        return new CallOutcome.Succeeded(
                text,
                null,
                List.of(),
                finishReason,
                Events.USAGE,
                null,
                false,
                1,
                null,
                RateLimits.NONE);
    }

    private Work workOf(AttemptDispatched order, String answer) throws InterruptedException {
        try (ModelTask task = begun(order)) {
            return task.work(answer(answer, "stop"));
        }
    }

    @Test
    void filesAndInstructionAreReadFromTheCommit() throws Exception {
        try (ModelTask task = begun(order(null, null, "a.txt"))) {
            ChatInput prompt = task.prompt(task.conversation());

            assertThat(task.conversation().messages().getLast().text())
                    .isEqualTo("Count further.\n");
            assertThat(prompt.messages().getLast().text())
                    .contains("File `a.txt`:\n```\none\n```\n")
                    .endsWith("Count further.\n");
        }
    }

    @Test
    void aDiffIsAPatchInGitsForm() throws Exception {
        Work work = workOf(order("count", null), "Here:\n```diff\n" + DIFF + "```\n");

        assertThat(work.filesModified()).containsExactly("a.txt");
        assertThat(work.patch()).startsWith("diff --git a/a.txt b/a.txt\n").contains("+two\n");
        assertThat(work.notes()).isEmpty();
        assertThat(git("status", "--porcelain")).isEmpty();
    }

    @Test
    void aBranchIsLeftWhereOneIsAsked() throws Exception {
        Work work = workOf(order("count", "counted"), DIFF);

        assertThat(work.notes())
                .containsExactly(
                        "the changes are on branch counted, commit " + git("rev-parse", "counted"));
        assertThat(git("show", "counted:a.txt")).isEqualTo("two");
    }

    @Test
    void aPatchThatDoesNotFitIsGivenWithAWord() throws Exception {
        String diff = DIFF.replace("-one", "-sesame");

        Work work = workOf(order("count", "counted"), diff);

        assertThat(work.filesModified()).containsExactly("a.txt");
        assertThat(work.patch()).isEqualTo(diff);
        assertThat(work.notes().getFirst())
                .startsWith("the patch does not apply to commit " + git("rev-parse", "HEAD"))
                .doesNotContain("sesame");
        assertThat(work.notes().getLast())
                .isEqualTo("no branch was made: the patch does not apply");
        assertThat(git("branch", "--list", "counted")).isEmpty();
    }

    @Test
    void wordsAreNoPatch() throws Exception {
        Work work = workOf(order("count", "counted"), "I would rather not.");

        assertThat(work.patch()).isNull();
        assertThat(work.filesModified()).isEmpty();
        assertThat(work.notes()).containsExactly("no branch was made: the answer holds no diff");
    }

    @Test
    void anAnswerThatWasCutIsNoPatch() throws Exception {
        try (ModelTask task = begun(order("count", null))) {
            Work work = task.work(answer(DIFF, "length"));

            assertThat(work.patch()).isNull();
            assertThat(work.notes().getFirst()).startsWith("the answer was cut off");
        }
    }

    @Test
    void aPathThatLeadsOutEndsTheJob() throws Exception {
        CallOutcome.Failed failed =
                (CallOutcome.Failed) not("git", order("count", null, "../secret"));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
        assertThat(failed.error().message())
                .isEqualTo(
                        "workspace.context_files: '../secret' is no path inside the workspace:"
                                + " relative, without '..'");
        assertThat(failed.usage()).isNull();
    }

    @Test
    void aWorkerWithoutGitLeavesItToAnother() throws Exception {
        CallOutcome.Failed failed =
                (CallOutcome.Failed) not("no-such-git-anywhere", order("count", null));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(failed.retryHere()).isFalse();
    }

    /** A git that never ends by itself. */
    private String hanging() throws IOException {
        Path git = temporary.resolve("hanging-git");
        Files.writeString(git, "#!/bin/sh\nexec sleep 600\n");
        return Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }

    @Test
    void aCancelledJobWaitsForNoGit() throws Exception {
        cancel.cancel();

        assertThat(not(hanging(), order("count", null))).isInstanceOf(CallOutcome.Cancelled.class);
    }

    @Test
    void norDoesItsDeadline() throws Exception {
        AttemptDispatched order = order("count", null);
        now = order.admitted().deadline().minusMillis(50);

        CallOutcome.Failed failed = (CallOutcome.Failed) not(hanging(), order);

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.EXPIRED);
    }

    @Test
    void filesThatFillTheWindowAreForALargerModel() throws Exception {
        Files.writeString(repository.resolve("long.txt"), "word ".repeat(20_000));
        git("add", "--all");
        git("-c", "user.name=c", "-c", "user.email=c@localhost", "commit", "-qm", "long");
        try (ModelTask task = begun(order("count", null, "long.txt"))) {
            ChatInput prompt = task.prompt(task.conversation());

            assertThat(task.tooLong(prompt, "m", window(8_000)).orElseThrow().error())
                    .matches(error -> error.errorClass() == ErrorClass.CONTEXT_TOO_LONG);
            assertThat(task.tooLong(prompt, "m", window(200_000))).isEmpty();
            assertThat(task.tooLong(prompt, "m", null)).isEmpty();
        }
    }

    private static Model window(long tokens) {
        return new Model(
                "p", "m", tokens, null, null, Set.of(), null, List.of(), List.of(), Map.of(), true,
                null, null, null, null);
    }

    @Test
    void aJobWithoutAWorkspaceIsLeftAsItIs() throws Exception {
        AttemptDispatched order = Events.dispatched(Events.admitted("why"), Events.ACME);
        try (ModelTask task = begun(order)) {
            assertThat(task.prompt(task.conversation()))
                    .isEqualTo(order.admitted().job().conversation());
            assertThat(task.work(answer(DIFF, "stop"))).isEqualTo(Work.NONE);
        }
        assertThat(temporary.resolve("data")).doesNotExist();
    }
}
