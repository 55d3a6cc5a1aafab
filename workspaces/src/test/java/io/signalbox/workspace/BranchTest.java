package io.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches left at the caller's, by path and by URL. */
class BranchTest {

    @TempDir Path temporary;
    private Room room;
    private TestGit origin;

    @BeforeEach
    void makeRepository() {
        room = new Room(temporary);
        origin = TestGit.repository(room.root.resolve("r"), "a.txt", "one\n");
    }

    private static Workspace asking(String repository, @Nullable String branch) {
        return new Workspace(repository, null, List.of(), branch);
    }

    private OpenWorkspace changed(@Nullable String branch) {
        OpenWorkspace workspace = room.open(asking(origin.directory().toString(), branch));
        new TestGit(workspace.directory()).shell("echo two > a.txt; echo new > new.txt");
        return workspace;
    }

    private static String reason(BranchOutcome outcome) {
        assertThat(outcome).isInstanceOf(BranchOutcome.NotLeft.class);
        return ((BranchOutcome.NotLeft) outcome).reason();
    }

    @Test
    void oneCommitOnTheOneItBeganFromAndNothingElseMoves() {
        OpenWorkspace workspace = changed("signalbox/x");
        Map<String, String> before = origin.everything();

        BranchOutcome left = workspace.leaveBranch("signalbox/x", "Subject\n\nBody");

        String commit = origin.run("rev-parse", "signalbox/x");
        assertThat(left).isEqualTo(new BranchOutcome.Left("signalbox/x", commit));
        assertThat(origin.run("rev-parse", "signalbox/x~1")).isEqualTo(workspace.baseCommit());
        assertThat(origin.run("log", "-1", "--format=%an %ct %B", "signalbox/x"))
                .isEqualTo("Signalbox " + room.now.getEpochSecond() + " Subject\n\nBody");
        assertThat(origin.run("show", "signalbox/x:new.txt")).isEqualTo("new");
        assertThat(origin.run("fsck", "--strict")).isEmpty();
        assertThat(origin.run("status", "--porcelain")).isEmpty();
        assertThat(comparable(origin.everything())).isEqualTo(comparable(before));
    }

    /** All but the objects, and the branch with its log. */
    private static Map<String, String> comparable(Map<String, String> everything) {
        return everything.entrySet().stream()
                .filter(file -> !file.getKey().startsWith(".git/objects/"))
                .filter(file -> !file.getKey().contains("signalbox"))
                .filter(file -> !file.getKey().equals(".git/index"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void aBranchThatAppearedMeanwhileIsNotMoved() {
        OpenWorkspace workspace = changed("x");
        origin.run("branch", "x");
        String before = origin.run("rev-parse", "x");

        assertThat(reason(workspace.leaveBranch("x", "m")))
                .startsWith("workspace.branch 'x' exists already");
        assertThat(origin.run("rev-parse", "x")).isEqualTo(before);
    }

    @Test
    void aBranchThatAppearsInTheLastMomentIsNotMoved() {
        OpenWorkspace workspace = changed(null);
        origin.run("branch", "x");
        String commit = workspace.baseCommit();
        Source.Local local =
                (Source.Local)
                        new SourceFinder(room.settings().catalog())
                                .find(origin.directory().toString());
        Git git = new Git(GitLimits.DEFAULT, room.data.resolve("git"));

        // What follows the check: git itself must refuse.
        assertThat(
                        git.in(local.commonDirectory())
                                .run("update-ref", "refs/heads/x", commit, "0".repeat(40))
                                .complaint())
                .contains("reference already exists");
    }

    @Test
    void aNameThatIsADirectoryOfBranches() {
        origin.run("branch", "x/y");
        OpenWorkspace workspace = changed("x");

        assertThat(reason(workspace.leaveBranch("x", "m"))).startsWith("branch 'x' cannot be made");
        assertThat(origin.run("branch", "--list", "x")).isEmpty();
    }

    @Test
    void nothingChangedNoBranch() {
        OpenWorkspace workspace = room.open(asking(origin.directory().toString(), "x"));

        assertThat(reason(workspace.leaveBranch("x", "m"))).isEqualTo("the run changed nothing");
        assertThat(origin.run("branch", "--list", "x")).isEmpty();
    }

    @Test
    void aRootThatIsNoLongerOpenGetsNoBranch() {
        OpenWorkspace workspace = changed("x");
        room.roots = List.of();

        assertThat(reason(workspace.leaveBranch("x", "m")))
                .startsWith("no directory of the worker");
    }

    @Test
    void byUrlItIsFetchedAndPushed() throws IOException {
        TestGit remote = bare();
        WorkspaceOpener opener = new WorkspaceOpener(room.settings(ssh("exec sh -c \"$last\"")));

        OpenWorkspace workspace =
                Room.ready(opener.open(asking("git@host:" + remote.directory(), "x"), room.run()));
        new TestGit(workspace.directory()).shell("echo two > a.txt");

        assertThat(workspace.leaveBranch("x", "m")).isInstanceOf(BranchOutcome.Left.class);
        assertThat(remote.run("show", "x:a.txt")).isEqualTo("two");
        assertThat(remote.run("rev-parse", "x~1")).isEqualTo(workspace.baseCommit());
    }

    @Test
    void byUrlWithoutTheRightToPushItSaysWhy() throws IOException {
        TestGit remote = bare();
        String readOnly =
                "case $last in git-receive-pack*) echo denied to you >&2; exit 1;; esac;"
                        + " exec sh -c \"$last\"";
        WorkspaceOpener opener = new WorkspaceOpener(room.settings(ssh(readOnly)));
        OpenWorkspace workspace =
                Room.ready(opener.open(asking("ssh://host" + remote.directory(), "x"), room.run()));
        new TestGit(workspace.directory()).shell("echo two > a.txt");

        assertThat(reason(workspace.leaveBranch("x", "m")))
                .startsWith("branch 'x' cannot be made: denied to you");
    }

    @Test
    void aUrlThatCannotBeReachedIsAnotherTimesMatter() throws IOException {
        WorkspaceOpener opener =
                new WorkspaceOpener(room.settings(ssh("echo no route >&2; exit 255")));

        assertThat(opener.open(asking("git@host:x", "x"), room.run()))
                .isInstanceOfSatisfying(
                        Opened.Refused.class,
                        refused -> {
                            assertThat(refused.errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
                            assertThat(refused.reason())
                                    .startsWith("'git@host:x' cannot be read: no route");
                        });
    }

    private TestGit bare() {
        origin.run("clone", "--quiet", "--bare", ".", "../../remote.git");
        return new TestGit(room.home.resolve("remote.git"));
    }

    /** Stands for ssh: its last argument is what the host is to run. */
    private String ssh(String script) throws IOException {
        Path file = room.home.resolve("ssh.sh");
        Files.writeString(file, "#!/bin/sh\nfor last; do :; done\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Objects.toString(file);
    }
}
