package io.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Workspaces.Keep;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workspaces from repositories and directories, side by side, and what stays of them. */
class WorkspaceOpenerTest {

    @TempDir Path temporary;
    private Room room;
    private TestGit origin;

    @BeforeEach
    void makeRepository() {
        room = new Room(temporary);
        origin = TestGit.repository(room.root.resolve("r"), "a.txt", "one\n", "src/B.java", "B\n");
    }

    @Test
    void aRepositoryAtItsHeadWithItsHistory() {
        OpenWorkspace workspace = room.open(Room.of(origin.directory()));

        TestGit agent = new TestGit(workspace.directory());
        assertThat(workspace.directory().resolve("a.txt")).hasContent("one");
        assertThat(agent.run("status", "--porcelain")).isEmpty();
        assertThat(agent.run("branch", "--show-current")).isEqualTo("main");
        assertThat(agent.run("log", "--format=%s")).isEqualTo("first");
        assertThat(agent.run("remote")).isEmpty();
        assertThat(workspace.baseCommit()).isEqualTo(origin.run("rev-parse", "HEAD"));
        assertThat(workspace.notes()).isEmpty();
    }

    @Test
    void refsOfEveryKind() {
        String first = origin.run("rev-parse", "HEAD");
        origin.run("tag", "light");
        origin.run("tag", "-a", "heavy", "-m", "heavy");
        origin.run("branch", "feature/x");
        origin.run("tag", "both");
        String second = origin.commit("second", "a.txt", "two\n");
        origin.run("branch", "both");

        for (String ref :
                List.of(
                        "light",
                        "heavy",
                        "feature/x",
                        "refs/heads/feature/x",
                        "refs/tags/heavy",
                        first,
                        first.substring(0, 9))) {
            OpenWorkspace workspace = room.open(Room.of(origin.directory().toString(), ref));
            assertThat(workspace.baseCommit()).as(ref).isEqualTo(first);
            assertThat(workspace.directory().resolve("a.txt")).as(ref).hasContent("one");
        }
        for (String ref : List.of("HEAD", "both", "")) {
            OpenWorkspace workspace = room.open(Room.of(origin.directory().toString(), ref));
            assertThat(workspace.baseCommit()).as(ref).isEqualTo(second);
        }
    }

    @Test
    void aBareRepositoryALinkedWorkTreeAndAFileUrl() {
        origin.run("clone", "--quiet", "--bare", ".", "../bare.git");
        origin.run("worktree", "add", "--quiet", "-b", "side", "../side");
        new TestGit(room.root.resolve("side")).commit("on the side", "a.txt", "side\n");

        assertThat(content(Room.of(room.root.resolve("bare.git")))).isEqualTo("one\n");
        assertThat(content(Room.of(room.root.resolve("side")))).isEqualTo("side\n");
        assertThat(content(Room.of("file://" + origin.directory(), null))).isEqualTo("one\n");
    }

    @Test
    void aShallowRepository() {
        origin.commit("second", "a.txt", "two\n");
        origin.run("clone", "--quiet", "--depth=1", "file://" + origin.directory(), "../shallow");
        Path shallow = room.root.resolve("shallow");

        OpenWorkspace workspace =
                room.open(new Workspace(shallow.toString(), null, List.of(), "x"));

        TestGit agent = new TestGit(workspace.directory());
        assertThat(agent.run("log", "--format=%s")).isEqualTo("second");
        agent.commit("the agent's", "a.txt", "three\n");
        assertThat(workspace.changes().filesModified()).containsExactly("a.txt");
        assertThat(workspace.leaveBranch("x", "m")).isInstanceOf(BranchOutcome.Left.class);
        assertThat(new TestGit(shallow).run("show", "x:a.txt")).isEqualTo("three");
    }

    private String content(Workspace asked) {
        try {
            return Files.readString(room.open(asked).directory().resolve("a.txt"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingOfTheCallersRepositoryChangesNotEvenATime() throws IOException {
        origin.run("branch", "other");
        origin.write(".gitignore", "*.log\n");
        origin.commit("ignore", "link-me", "x\n");
        origin.write("x.log", "ignored\n");
        // An index that git would like to refresh.
        Files.setLastModifiedTime(
                origin.directory().resolve("a.txt"), FileTime.from(room.now.plusSeconds(5)));
        Map<String, String> before = origin.everything();

        OpenWorkspace workspace = room.open(Room.of(origin.directory()));
        new TestGit(workspace.directory()).commit("the agent's", "a.txt", "changed\n");
        assertThat(workspace.changes().patch()).isNotNull();
        workspace.close(Keep.NEVER, false);

        assertThat(origin.everything()).isEqualTo(before);
    }

    @Test
    void settingsOfTheCallersRepositoryRunNothing() throws IOException {
        Path touched = room.home.resolve("touched");
        String touch = "touch " + touched + "; cat";
        for (String setting :
                List.of(
                        "core.fsmonitor",
                        "core.sshCommand",
                        "core.gitProxy",
                        "core.alternateRefsCommand",
                        "filter.evil.clean",
                        "filter.evil.smudge",
                        "filter.evil.process",
                        "diff.evil.command",
                        "diff.evil.textconv",
                        "diff.external",
                        "uploadpack.packObjectsHook",
                        "gpg.program",
                        "credential.helper",
                        "core.pager",
                        "core.editor")) {
            origin.run("config", setting, touch);
        }
        Path hooks = Files.createDirectories(origin.directory().resolve(".git/hooks"));
        for (String hook :
                List.of(
                        "post-checkout",
                        "post-index-change",
                        "reference-transaction",
                        "pre-receive",
                        "update",
                        "post-receive",
                        "fsmonitor-watchman",
                        "pre-commit",
                        "pre-auto-gc")) {
            Path file = Files.writeString(hooks.resolve(hook), "#!/bin/sh\n" + touch + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        // A commit that names the filters, made without them.
        new TestGit(origin.directory())
                .shell(
                        """
                        echo '* filter=evil diff=evil' > .gitattributes
                        id=$(git hash-object -w --no-filters .gitattributes)
                        git -c core.fsmonitor= -c core.hooksPath=/dev/null update-index --add \
                          --cacheinfo 100644,$id,.gitattributes
                        git -c core.fsmonitor= -c core.hooksPath=/dev/null commit -qm evil
                        """);
        Files.deleteIfExists(touched);

        OpenWorkspace workspace =
                room.open(new Workspace(origin.directory().toString(), null, List.of(), "left"));
        new TestGit(workspace.directory()).shell("echo more >> a.txt");
        assertThat(workspace.changes().filesModified()).containsExactly("a.txt");
        assertThat(workspace.leaveBranch("left", "changes")).isInstanceOf(BranchOutcome.Left.class);

        assertThat(touched).doesNotExist();
    }

    @Test
    void twoRunsOfOneRepositoryDoNotSeeEachOther() {
        OpenWorkspace one = room.open(Room.of(origin.directory()));
        OpenWorkspace two = room.open(Room.of(origin.directory()));
        TestGit first = new TestGit(one.directory());
        TestGit second = new TestGit(two.directory());

        first.commit("mine", "mine.txt", "x\n");
        first.write("a.txt", "stashed\n");
        first.run("stash");
        first.run("branch", "mine");
        first.run("config", "some.setting", "x");

        assertThat(second.run("branch", "--format=%(refname:short)")).isEqualTo("main");
        assertThat(second.run("stash", "list")).isEmpty();
        assertThat(second.attempt("config", "some.setting").code()).isNotZero();
        assertThat(second.run("worktree", "list")).doesNotContain(one.directory().toString());
        assertThat(two.changes().files()).isEmpty();
        assertThat(one.changes().filesModified()).containsExactly("mine.txt");
    }

    @Test
    void eightThreadsOpenTheSameRepositoryAtOnce() throws Exception {
        List<Callable<OpenWorkspace>> opens = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Path at = room.run();
            // Each a worker of its own, as far as one process can be several.
            WorkspaceOpener opener = room.opener();
            opens.add(() -> Room.ready(opener.open(Room.of(origin.directory()), at)));
        }

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<OpenWorkspace> opened : threads.invokeAll(opens)) {
                OpenWorkspace workspace = opened.get();
                new TestGit(workspace.directory()).shell("echo two > a.txt");
                assertThat(workspace.changes().filesModified()).containsExactly("a.txt");
            }
        }
        assertThat(room.settings().repositories()).isDirectoryNotContaining("glob:**/git/*.lock");
    }

    @Test
    void aCommitThatIsNewAtTheCallersIsFetched() {
        room.open(Room.of(origin.directory()));
        String second = origin.commit("second", "a.txt", "two\n");

        assertThat(room.open(Room.of(origin.directory())).baseCommit()).isEqualTo(second);
    }

    @Test
    void aWorkspaceLivesOnWhereTheCallersRepositoryLosesTheCommit() {
        String second = origin.commit("second", "a.txt", "two\n");
        OpenWorkspace workspace = room.open(Room.of(origin.directory()));
        origin.run("reset", "--quiet", "--hard", "HEAD~1");
        origin.run("reflog", "expire", "--expire=now", "--all");
        origin.run("gc", "--quiet", "--prune=now");
        new TestGit(workspace.directory()).shell("echo three > a.txt");

        assertThat(workspace.changes().filesModified()).containsExactly("a.txt");
        assertThat(workspace.leaveBranch("x", "m"))
                .isInstanceOfSatisfying(
                        BranchOutcome.NotLeft.class,
                        not -> assertThat(not.reason()).contains("no longer holds commit", second));
    }

    @Test
    void gitThatTakesTooLongIsEndedWithAllThatItStarted() throws Exception {
        Path started = room.home.resolve("started");
        Path ssh = room.home.resolve("ssh.sh");
        Files.writeString(
                ssh,
                """
                #!/bin/sh
                echo $$ > '%1$s.new'; mv '%1$s.new' '%1$s'
                exec sleep 600
                """
                        .formatted(started));
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
        WorkspaceSettings set = room.settings();
        GitLimits limits = new GitLimits("git", ssh.toString(), Room.LONG, Duration.ofSeconds(1));
        WorkspaceOpener opener =
                new WorkspaceOpener(
                        new WorkspaceSettings(
                                set.catalog(),
                                set.dataDirectory(),
                                limits,
                                set.limits(),
                                set.clock()));

        Opened opened = opener.open(Room.of("git@host:x", null), room.run());

        assertThat(opened)
                .isEqualTo(
                        new Opened.Refused(
                                ErrorClass.TIMEOUT, "git ls-remote took longer than 1 s"));
        if (Files.exists(started)) {
            long id = Long.parseLong(Files.readString(started).strip());
            Optional<ProcessHandle> left = ProcessHandle.of(id);
            if (left.isPresent()) {
                left.get().onExit().get(1, TimeUnit.MINUTES);
            }
        }
    }

    @Test
    void anInterruptedThreadOpensNothing() {
        Thread.currentThread().interrupt();

        Opened opened = room.opener().open(Room.of(origin.directory()), room.run());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(opened)
                .isInstanceOfSatisfying(
                        Opened.Refused.class,
                        no -> assertThat(no.errorClass()).isEqualTo(ErrorClass.CANCELLED));
    }

    @Test
    void anEmptyDirectoryWhereNoneIsNamed() {
        OpenWorkspace workspace = room.open(null);

        assertThat(workspace.directory()).isEmptyDirectory();
        assertThat(workspace.changes().files()).isEmpty();
        new TestGit(workspace.directory()).shell("echo x > made.txt");
        assertThat(workspace.changes().patch()).contains("+x\n");
        assertThat(workspace.leaveBranch("x", "m")).isInstanceOf(BranchOutcome.NotLeft.class);
    }

    @Test
    void aPlainDirectoryIsCopied() throws IOException {
        Path plain = Files.createDirectories(room.root.resolve("plain"));
        Path outside = Files.writeString(room.home.resolve("outside"), "secret\n");
        new TestGit(plain)
                .shell(
                        """
                        mkdir -p d/e empty; echo one > d/a.txt; chmod +x d/a.txt
                        ln -s d/a.txt inside; ln -s ../a.txt d/e/up; ln -s nowhere dangling
                        ln -s ../../../outside d/out; ln -s '%s' absolute; ln -s ../../plain/d d/around
                        ln -s d/out through; mkfifo pipe; git init -q nested
                        """
                                .formatted(outside));

        OpenWorkspace workspace = room.open(Room.of(plain));

        Path copy = workspace.directory();
        assertThat(copy.resolve("d/a.txt")).hasContent("one").isExecutable();
        assertThat(copy.resolve("inside")).isSymbolicLink().hasContent("one");
        assertThat(copy.resolve("dangling")).isSymbolicLink();
        assertThat(copy.resolve("empty")).isDirectory();
        assertThat(copy.resolve("nested")).isEmptyDirectory();
        for (String left : List.of("d/out", "absolute", "d/around", "through", "pipe")) {
            assertThat(Files.exists(copy.resolve(left), LinkOption.NOFOLLOW_LINKS))
                    .as(left)
                    .isFalse();
        }
        assertThat(workspace.notes())
                .singleElement()
                .asString()
                .startsWith("links that lead out of it are left out: ")
                .contains("absolute", "d/out", "d/around", "through");
        new TestGit(copy).shell("echo two > d/a.txt; git log --oneline | grep -q copied");
        assertThat(workspace.changes().patch()).contains("-one\n+two\n");
        assertThat(plain.resolve("d/a.txt")).hasContent("one");
    }

    @Test
    void aSessionGoesOnWithItsFiles() {
        Path at = room.settings().sessions().resolve("s1");
        OpenWorkspace first =
                Room.ready(room.opener().openSession(Room.of(origin.directory()), at));
        new TestGit(first.directory()).shell("echo two > a.txt");
        first.close(Keep.NEVER, false);
        origin.commit("later", "later.txt", "x\n");
        origin.write("a.txt", "dirty now\n");

        OpenWorkspace next = Room.ready(room.opener().openSession(Room.of(origin.directory()), at));

        assertThat(next.directory()).isEqualTo(first.directory());
        assertThat(next.directory().resolve("a.txt")).hasContent("two");
        assertThat(next.baseCommit()).isEqualTo(first.baseCommit());
        new TestGit(next.directory()).shell("echo new > new.txt");
        assertThat(next.changes().filesModified()).containsExactly("a.txt", "new.txt");
        assertThat(next.notes())
                .containsExactly("the files are as the session's last run left them");
    }

    @Test
    void aSessionKeepsToItsRepositoryAndItsRef() {
        Path at = room.settings().sessions().resolve("s1");
        Room.ready(room.opener().openSession(Room.of(origin.directory()), at))
                .close(Keep.NEVER, false);

        assertThat(room.opener().openSession(Room.of(room.root), at))
                .isInstanceOfSatisfying(
                        Opened.Refused.class,
                        no -> assertThat(no.reason()).startsWith("the session works in '"));
        assertThat(room.opener().openSession(Room.of(origin.directory().toString(), "main"), at))
                .isInstanceOfSatisfying(
                        Opened.Refused.class,
                        no -> assertThat(no.reason()).startsWith("the session began from 'HEAD'"));
        assertThat(Room.ready(room.opener().openSession(null, at)).directory().resolve("a.txt"))
                .exists();
    }

    @Test
    void oneRunAtATimeWorksInASession() {
        Path at = room.settings().sessions().resolve("s1");
        OpenWorkspace first =
                Room.ready(room.opener().openSession(Room.of(origin.directory()), at));

        assertThat(room.opener().openSession(Room.of(origin.directory()), at))
                .isEqualTo(
                        new Opened.Refused(
                                ErrorClass.OVERLOADED, "another run works in this workspace"));
        first.close(Keep.NEVER, false);
        Room.ready(room.opener().openSession(Room.of(origin.directory()), at));
    }

    @Test
    void closedItIsGoneOrKeptAsAsked() throws IOException {
        for (boolean failed : List.of(true, false)) {
            for (Keep policy : Keep.values()) {
                Path at = room.run();
                OpenWorkspace workspace = Room.ready(room.opener().open(null, at));
                boolean stays = policy == Keep.ALWAYS || (policy == Keep.ON_FAILURE && failed);

                assertThat(workspace.close(policy, failed).isPresent()).isEqualTo(stays);
                assertThat(workspace.close(Keep.ALWAYS, true)).isEmpty();
                assertThat(at).isEmptyDirectory();
            }
        }
    }

    @Test
    void aKeptWorkspaceSaysWhatItIsAndStillIsARepository() throws IOException {
        Path at = room.run();
        OpenWorkspace workspace = Room.ready(room.opener().open(Room.of(origin.directory()), at));
        new TestGit(workspace.directory()).shell("echo two > a.txt");

        Path kept = workspace.close(Keep.ON_FAILURE, true).orElseThrow();

        assertThat(kept).isEqualTo(room.data.resolve("kept").resolve(at.getFileName()));
        assertThat(kept.resolve("about.txt"))
                .content()
                .startsWith(at.getFileName() + ": workspace of " + origin.directory())
                .contains("the run failed, kept since " + room.now);
        TestGit agent = new TestGit(kept.resolve("workspace"));
        assertThat(agent.run("status", "--porcelain")).isEqualTo("M a.txt");
        assertThat(agent.run("log", "--format=%s")).isEqualTo("first");
    }

    @Test
    void onlyTheNewestAreKeptAndNotForEver() throws IOException {
        room.limits =
                new WorkspaceLimits(
                        100,
                        room.limits.maxPatch(),
                        room.limits.maxContext(),
                        2,
                        Duration.ofDays(3),
                        Duration.ofDays(3));
        List<Path> kept = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            kept.add(room.open(null).close(Keep.ALWAYS, false).orElseThrow());
            room.now = room.now.plus(Duration.ofDays(1));
        }
        assertThat(kept.get(0)).doesNotExist();
        assertThat(kept.get(1)).exists();

        room.now = room.now.plus(Duration.ofDays(2));
        room.opener().sweep();

        assertThat(kept.get(1)).doesNotExist();
        assertThat(kept.get(2)).exists();
    }

    @Test
    void writeProtectedDirectoriesAreRemovedToo() {
        OpenWorkspace workspace = room.open(null);
        new TestGit(workspace.directory())
                .shell("mkdir -p mod/a; echo x > mod/a/x; chmod -R a-w mod");

        workspace.close(Keep.NEVER, false);

        assertThat(workspace.directory()).doesNotExist();
    }
}
