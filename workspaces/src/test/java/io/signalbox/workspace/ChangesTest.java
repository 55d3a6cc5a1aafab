package io.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.DataSize;
import io.signalbox.catalog.Workspaces.Keep;
import io.signalbox.workspace.FileChange.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a run's changes; each patch is applied to a fresh clone, which must be alike. */
class ChangesTest {

    /** Shared by all tests: none changes the repository. */
    @TempDir static Path temporary;

    private static TestGit origin;
    private static TestGit fresh;

    private Room room;
    private Path outside;

    @BeforeAll
    static void makeRepository() {
        Room shared = new Room(temporary);
        origin =
                TestGit.repository(
                        shared.root.resolve("r"),
                        "a.txt",
                        "one\ntwo\nthree\n",
                        "src/B.java",
                        "class B {}\n".repeat(20),
                        "old.txt",
                        "moved\n".repeat(20),
                        "gone.txt",
                        "gone\n",
                        "run.sh",
                        "#!/bin/sh\n",
                        ".gitignore",
                        "*.log\nbuild/\n");
        fresh = new TestGit(shared.home.resolve("clone"));
        origin.run("clone", "--quiet", ".", fresh.directory().toString());
    }

    @BeforeEach
    void makeRoom(@TempDir Path own) {
        room = new Room(temporary);
        outside = own;
    }

    /** What the script changes; checked against the same commit with the patch applied. */
    private Changes after(String script) {
        OpenWorkspace workspace = room.open(Room.of(origin.directory()));
        TestGit agent = new TestGit(workspace.directory());
        agent.shell(script);
        Changes changes = workspace.changes();
        if (changes.patch() != null) {
            assertApplies(changes, workspace);
        }
        return changes;
    }

    private void assertApplies(Changes changes, OpenWorkspace workspace) {
        try {
            Path patch = Files.writeString(outside.resolve("patch"), changes.patch());
            fresh.run("reset", "--quiet", "--hard", workspace.baseCommit());
            fresh.run("clean", "-fdxq");
            fresh.run("apply", "--index", patch.toString());
            TestGit agent = new TestGit(workspace.directory());
            agent.run("add", "--all");
            assertThat(fresh.run("write-tree")).isEqualTo(agent.run("write-tree"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothing() {
        Changes changes = after("true");

        assertThat(changes).isEqualTo(new Changes(List.of(), null, List.of()));
    }

    @Test
    void filesThatCameChangedAndWent() {
        Changes changes = after("echo four >> a.txt; rm gone.txt; mkdir n; echo new > n/new.txt");

        assertThat(changes.files())
                .containsExactlyInAnyOrder(
                        new FileChange(Kind.MODIFIED, "a.txt", null),
                        new FileChange(Kind.DELETED, "gone.txt", null),
                        new FileChange(Kind.CREATED, "n/new.txt", null));
        assertThat(changes.filesModified()).containsExactly("a.txt", "gone.txt", "n/new.txt");
        assertThat(changes.patch()).contains("+four\n", "-gone\n", "+new\n");
        assertThat(changes.notes()).isEmpty();
    }

    @Test
    void aRenameWithAChange() {
        Changes changes = after("mv old.txt new.txt; echo more >> new.txt");

        assertThat(changes.files())
                .containsExactly(new FileChange(Kind.RENAMED, "new.txt", "old.txt"));
        assertThat(changes.filesModified()).containsExactly("new.txt", "old.txt");
        assertThat(changes.patch()).contains("rename from old.txt\nrename to new.txt\n");
    }

    @Test
    void aMode() {
        Changes changes = after("chmod +x run.sh");

        assertThat(changes.files()).containsExactly(new FileChange(Kind.MODIFIED, "run.sh", null));
        assertThat(changes.patch()).contains("new mode 100755");
    }

    @Test
    void aBinaryFile() {
        Changes changes = after("head -c 3000 /dev/urandom > image.bin; printf 'a\\0b' > a.txt");

        assertThat(changes.filesModified()).containsExactly("a.txt", "image.bin");
        assertThat(changes.patch()).contains("GIT binary patch");
    }

    @Test
    void aFileInAnotherEncodingGoesAsBinaryTheOthersStayReadable() {
        Changes changes =
                after("printf 'caf\\351\\n' > 'lat*in 1.txt'; echo four >> a.txt; rm gone.txt");

        assertThat(changes.patch())
                .contains("GIT binary patch", "+four\n")
                .doesNotContain("\ufffd");
    }

    @Test
    void namesThatNobodyWouldGive() {
        Changes changes =
                after(
                        """
                        printf x > 'new
                        line'
                        printf x > '"quoted" \\back'
                        printf x > "$(printf 'caf\\303\\251')"
                        printf x > ' space '
                        printf x > -rf
                        printf x > ':(exclude)x'
                        """);

        assertThat(changes.filesModified())
                .containsExactlyInAnyOrder(
                        "new\nline", "\"quoted\" \\back", "café", " space ", "-rf", ":(exclude)x");
    }

    @Test
    void whatIsIgnoredIsNoChange() {
        Changes changes = after("echo x > x.log; mkdir build; echo x > build/out; echo x > y.txt");

        assertThat(changes.filesModified()).containsExactly("y.txt");
    }

    @Test
    void aLinkIsALinkNotWhatItLeadsTo() throws IOException {
        Path secret = Files.writeString(outside.resolve("secret"), "the secret\n");
        Path directory = Files.createDirectory(outside.resolve("secrets"));
        Files.writeString(directory.resolve("more"), "the secret\n");

        Changes changes =
                after(
                        "ln -s '%s' link; ln -s '%s' links; rm a.txt; ln -s '%s' a.txt"
                                .formatted(secret, directory, secret));

        assertThat(changes.filesModified()).containsExactly("a.txt", "link", "links");
        assertThat(changes.patch()).doesNotContain("the secret").contains("new file mode 120000");
    }

    @Test
    void aWorkspaceThatBecameALinkIsNotFollowed() throws IOException {
        Files.writeString(outside.resolve("secret"), "the secret\n");
        OpenWorkspace workspace = room.open(Room.of(origin.directory()));
        Deletion.delete(workspace.directory());
        Files.createSymbolicLink(workspace.directory(), outside);

        Changes changes = workspace.changes();

        assertThat(changes.patch()).isNull();
        assertThat(changes.notes()).containsExactly("the run removed its workspace");
        workspace.close(Keep.NEVER, false);
        assertThat(outside.resolve("secret")).exists();
    }

    @Test
    void whatTheAgentPutsInASubmodulesPlaceRunsNothing() {
        // Given a repository with a submodule, and its agent that checks it out and prepares it
        Path touched = outside.resolve("touched");
        TestGit module = TestGit.repository(outside.resolve("module"), "m.txt", "m\n");
        TestGit outer = TestGit.repository(room.root.resolve("outer"), "a.txt", "one\n");
        String commit = module.run("rev-parse", "HEAD");
        outer.run("update-index", "--add", "--cacheinfo", "160000," + commit + ",süb");
        outer.run("commit", "--quiet", "-m", "a submodule");
        outer.shell("mkdir süb");
        OpenWorkspace workspace = room.open(Room.of(outer.directory()));
        TestGit agent = new TestGit(workspace.directory());
        agent.shell("rm -rf süb; cp -r %s süb; echo two >> a.txt".formatted(module.directory()));
        TestGit inside = new TestGit(workspace.directory().resolve("süb"));
        inside.run("config", "core.fsmonitor", "touch " + touched);

        // When
        Changes changes = workspace.changes();

        // Then
        assertThat(touched).doesNotExist();
        assertThat(changes.filesModified()).containsExactly("a.txt");
        assertThat(changes.patch()).contains("+two\n");
    }

    @Test
    void whatTheAgentDoesToItsOwnRepositoryRunsNothingAndHidesNothing() {
        Path touched = outside.resolve("touched");
        OpenWorkspace workspace = room.open(Room.of(origin.directory()));
        TestGit agent = new TestGit(workspace.directory());
        agent.run("checkout", "--quiet", "-b", "elsewhere");
        agent.commit("the agent's own", "a.txt", "changed\n");
        agent.run("config", "core.fsmonitor", "touch " + touched);
        agent.run("config", "filter.evil.clean", "touch " + touched);
        agent.run("config", "diff.evil.command", "touch " + touched);
        agent.run("config", "diff.evil.textconv", "touch " + touched);
        agent.run("config", "core.hooksPath", workspace.directory().toString());
        agent.write(".gitattributes", "* filter=evil diff=evil\n");
        agent.write("src/B.java", "class C {}\n");

        Changes changes = workspace.changes();

        assertThat(changes.filesModified())
                .containsExactly(".gitattributes", "a.txt", "src/B.java");
        assertThat(touched).doesNotExist();
    }

    @Test
    void withoutItsGitDirectoryItIsReadAllTheSame() {
        OpenWorkspace workspace = room.open(Room.of(origin.directory()));
        new TestGit(workspace.directory()).shell("rm -rf .git; echo four >> a.txt");

        assertThat(workspace.changes().filesModified()).containsExactly("a.txt");
    }

    @Test
    void aRepositoryInsideIsLeftOutAndSaidSo() {
        OpenWorkspace workspace = room.open(Room.of(origin.directory()));
        new TestGit(workspace.directory())
                .shell(
                        """
                        git init -q 'in [side]'; echo x > 'in [side]/x'
                        git init -q full; cd full; echo x > x; git add x
                        git commit -qm x; cd ..
                        git init -q src; echo x > src/x
                        """);

        Changes changes = workspace.changes();

        assertThat(changes.filesModified()).containsExactly("src/x");
        assertThat(changes.notes())
                .containsExactly(
                        "repositories inside of the workspace are left out: full/, in [side]/");
    }

    @Test
    void aLongPatchIsLeftOutTheNamesStay() {
        room.limits =
                new WorkspaceLimits(
                        2_000,
                        DataSize.parse("2KiB"),
                        DataSize.parse("64KiB"),
                        20,
                        Room.LONG,
                        Room.LONG);

        Changes changes = after("head -c 9000 /dev/urandom > big.bin; rm gone.txt");

        assertThat(changes.patch()).isNull();
        assertThat(changes.filesModified()).containsExactly("big.bin", "gone.txt");
        assertThat(changes.notes()).containsExactly("the patch is longer than 2 KiB and left out");
    }

    @Test
    void aWorkspaceThatHoldsTooMuchIsNotRead() {
        room.maxSize = DataSize.parse("64KiB");

        Changes changes = after("truncate -s 1G huge.bin; echo four >> a.txt; rm gone.txt");

        assertThat(changes.patch()).isNull();
        assertThat(changes.filesModified()).containsExactly("a.txt", "gone.txt", "huge.bin");
        assertThat(changes.notes())
                .containsExactly("the workspace holds more than 0 MiB or 2000 files: no patch");
    }

    @Test
    void itsToStringHoldsNoContent() {
        Changes changes = after("echo four >> a.txt");

        assertThat(changes.toString()).doesNotContain("four").contains("1 files");
    }
}
