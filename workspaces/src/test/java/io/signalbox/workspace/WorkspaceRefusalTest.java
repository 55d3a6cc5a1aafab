package io.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.DataSize;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no workspace is made of, and in which words; docs/workspaces.md has the same rows. */
class WorkspaceRefusalTest {

    @TempDir Path temporary;
    private Room room;

    @BeforeEach
    void makeRoom() {
        room = new Room(temporary);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | workspace.repository is empty",
                "relative/path | is neither path nor URL",
                "~/work | is neither path nor URL",
                "--upload-pack=touch x | begins with '-'",
                "-x | begins with '-'",
                "ext::sh -c touch% x | names a transport helper",
                "fd::17 | names a transport helper",
                "ext+x::sh | names a transport helper",
                "http://host/x | has the scheme 'http'",
                "git://host/x | has the scheme 'git'",
                "ftp://host/x | has the scheme 'ftp'",
                "file://host/x | is no such URL",
                "https://user:secret@host/x | carries a password",
                "https://token@host/x | carries a password",
                "ssh://user:secret@host/x | carries a password",
                "ssh://-oProxyCommand=x/y | is no such URL",
                "ssh://host/-x | is no such URL",
                "https://-x/y | is no such URL",
                "https:///etc | is no such URL",
                "-oProxyCommand=x@host:path | begins with '-'",
                "git@-oProxyCommand=x:path | is neither path nor URL",
                "git@host:-path | is neither path nor URL",
            })
    void whatIsNoAddress(String repository, String reason) {
        assertThat(room.refusal(Room.of(repository, null)))
                .contains(reason)
                .doesNotContain("secret", "token");
    }

    @Test
    void aControlCharacter() {
        assertThat(room.refusal(Room.of("/x\ny", null))).contains("control character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s/../root/x", "%s/..", "file://%s/../outside"})
    void dotsThatClimb(String form) {
        assertThat(room.refusal(Room.of(form.formatted(room.root), null))).contains("holds '..'");
    }

    @Test
    void anyPathWhereNoRootIsNamed() {
        room.roots = List.of();

        assertThat(room.refusal(Room.of(room.root)))
                .isEqualTo(
                        "no directory of the worker is open to jobs: name one in the catalog,"
                                + " workspaces: {roots: [/path]}");
    }

    @Test
    void aPathOutsideOfTheRootsWhetherItExistsOrNot() throws IOException {
        Path outside = Files.createDirectory(room.home.resolve("outside"));

        assertThat(room.refusal(Room.of(outside)))
                .isEqualTo("'~/outside' lies under none of the catalog's workspaces.roots");
        assertThat(room.refusal(Room.of("file://" + room.home + "/missing", null)))
                .isEqualTo("'~/missing' lies under none of the catalog's workspaces.roots");
        assertThat(room.refusal(Room.of(room.home.resolve("root-and-more"))))
                .contains("lies under none");
    }

    @Test
    void aLinkThatLeavesTheRoot() throws IOException {
        TestGit.repository(room.home.resolve("outside"), "a.txt", "a\n");
        Files.createSymbolicLink(room.root.resolve("link"), room.home.resolve("outside"));

        assertThat(room.refusal(Room.of(room.root.resolve("link"))))
                .isEqualTo(
                        "'~/root/link' leaves the catalog's workspaces.roots by a symbolic link");
    }

    @Test
    void whatDoesNotExist() {
        assertThat(room.refusal(Room.of(room.root.resolve("missing"))))
                .isEqualTo("'~/root/missing' does not exist at the worker");
    }

    @Test
    void aFile() throws IOException {
        Files.writeString(room.root.resolve("file"), "x");

        assertThat(room.refusal(Room.of(room.root.resolve("file"))))
                .isEqualTo("'~/root/file' is a file; name a repository or a directory");
    }

    @Test
    void aRepositoryThatIsNone() throws IOException {
        Files.createDirectories(room.root.resolve("broken/.git"));
        Files.createDirectories(room.root.resolve("pointer"));
        Files.writeString(room.root.resolve("pointer/.git"), "nonsense\n");

        assertThat(room.refusal(Room.of(room.root.resolve("broken"))))
                .contains("'~/root/broken' is no git repository");
        assertThat(room.refusal(Room.of(room.root.resolve("pointer"))))
                .contains("is no git repository");
    }

    @Test
    void aRepositoryWhoseHeadIsNonsense() throws IOException {
        TestGit git = TestGit.repository(room.root.resolve("r"), "a.txt", "a\n");
        Files.writeString(git.directory().resolve(".git/HEAD"), "nonsense\n");

        assertThat(room.refusal(Room.of(git.directory())))
                .contains("'~/root/r' is no repository that git can read");
    }

    @Test
    void aRepositoryThatPointsOutOfTheRoots() throws IOException {
        TestGit secret = TestGit.repository(room.home.resolve("secret"), "a.txt", "a\n");
        Path pointer = Files.createDirectory(room.root.resolve("pointer"));
        Files.writeString(pointer.resolve(".git"), "gitdir: " + secret.directory() + "/.git\n");
        Path link = Files.createDirectory(room.root.resolve("link"));
        Files.createSymbolicLink(link.resolve(".git"), secret.directory().resolve(".git"));
        TestGit borrows = TestGit.repository(room.root.resolve("borrows"), "b.txt", "b\n");
        Files.writeString(
                borrows.directory().resolve(".git/objects/info/alternates"),
                secret.directory() + "/.git/objects\n");

        for (String name : List.of("pointer", "link", "borrows")) {
            assertThat(room.refusal(Room.of(room.root.resolve(name))))
                    .as(name)
                    .contains("lies outside of the catalog's workspaces.roots");
        }
    }

    @Test
    void aRepositoryWithinTheGitDirectoryIsNotTaken() throws IOException {
        TestGit secret = TestGit.repository(room.home.resolve("secret"), "secret.txt", "a\n");
        TestGit git = TestGit.repository(room.root.resolve("r"), "a.txt", "a\n");
        Files.writeString(
                git.directory().resolve(".git/.git"), "gitdir: " + secret.directory() + "/.git\n");

        OpenWorkspace workspace = room.open(Room.of(git.directory()));

        assertThat(workspace.directory().resolve("a.txt")).exists();
        assertThat(workspace.directory().resolve("secret.txt")).doesNotExist();
    }

    @Test
    void aRefThatDoesNotExist() {
        TestGit git = TestGit.repository(room.root.resolve("r"), "a.txt", "a\n");

        for (String ref :
                List.of("nope", "--all", "HEAD~1", "deadbeef", "0".repeat(40), "a b", ":a.txt")) {
            assertThat(room.refusal(Room.of(git.directory().toString(), ref)))
                    .contains("workspace.ref '" + ref + "'");
        }
        String blob = git.run("rev-parse", "HEAD:a.txt");
        assertThat(room.refusal(Room.of(git.directory().toString(), blob)))
                .isEqualTo("workspace.ref '" + blob + "' is no commit");
    }

    @Test
    void aRepositoryWithIdsOfSha256() {
        TestGit git = new TestGit(room.root);
        git.run("init", "--quiet", "--object-format=sha256", "r");
        TestGit other = new TestGit(room.root.resolve("r"));
        other.commit("first", "a.txt", "a\n");

        assertThat(room.refusal(Room.of(other.directory()))).contains("SHA-256");
    }

    @Test
    void aRepositoryWithoutACommit() {
        TestGit git = new TestGit(room.root);
        git.run("init", "--quiet", "empty");

        assertThat(room.refusal(Room.of(room.root.resolve("empty"))))
                .isEqualTo("the repository has no commit yet; make one");
    }

    @Test
    void aHeadWithoutACommit() {
        TestGit git = TestGit.repository(room.root.resolve("r"), "a.txt", "a\n");
        git.run("checkout", "--quiet", "--orphan", "new");

        assertThat(room.refusal(Room.of(git.directory())))
                .isEqualTo("the repository's HEAD has no commit; name workspace.ref");
    }

    @Test
    void aDirtyRepository() throws IOException {
        for (String change : List.of("echo b > a.txt", "echo x > new.txt", "rm a.txt")) {
            TestGit git = TestGit.repository(room.root.resolve("r"), "a.txt", "a\n");
            git.shell(change);
            assertThat(room.refusal(Room.of(git.directory())))
                    .as(change)
                    .startsWith("'~/root/r' has uncommitted changes (")
                    .endsWith("): commit or stash them, the agent would not see them");
            git.run("add", "--all");
            assertThat(room.refusal(Room.of(git.directory())))
                    .as("%s, staged", change)
                    .contains("has uncommitted changes");
            Deletion.delete(git.directory());
        }
    }

    @Test
    void moreThanTheLargestSize() throws IOException {
        TestGit git = TestGit.repository(room.root.resolve("r"), "a.txt", "x".repeat(5_000));
        Path plain = Files.createDirectory(room.root.resolve("plain"));
        Files.writeString(plain.resolve("a.txt"), "x".repeat(3 << 20));
        room.maxSize = DataSize.parse("4KiB");

        assertThat(room.refusal(Room.of(git.directory())))
                .isEqualTo(
                        "the repository's commit holds more than 0 MiB, the catalog's"
                                + " workspaces.max_size");
        assertThat(room.refusal(Room.of(plain))).contains("'~/root/plain' holds more than");
    }

    @Test
    void moreFilesThanAreTaken() throws IOException {
        TestGit git = TestGit.repository(room.root.resolve("r"), "a", "", "b", "", "c", "");
        Path plain = Files.createDirectory(room.root.resolve("plain"));
        for (String name : List.of("a", "b", "c")) {
            Files.createFile(plain.resolve(name));
        }
        room.limits =
                new WorkspaceLimits(
                        2,
                        DataSize.parse("1MiB"),
                        DataSize.parse("64KiB"),
                        20,
                        Duration.ofDays(1),
                        Duration.ofDays(1));

        assertThat(room.refusal(Room.of(git.directory()))).endsWith("more than 2 files");
        assertThat(room.refusal(Room.of(plain))).endsWith("more than 2 files");
    }

    @Test
    void aRefOrABranchOfAPlainDirectory() throws IOException {
        Path plain = Files.createDirectory(room.root.resolve("plain"));

        assertThat(room.refusal(Room.of(plain.toString(), "main")))
                .isEqualTo(
                        "'~/root/plain' is a directory without a repository: it has no"
                                + " workspace.ref");
        assertThat(room.refusal(new Workspace(plain.toString(), null, null, "x")))
                .endsWith("it has no workspace.branch");
    }

    @Test
    void aDirectoryThatHoldsTheWorkersData() {
        room.roots = List.of(room.home);

        assertThat(room.refusal(Room.of(room.home))).isEqualTo("'~' holds the worker's own data");
    }

    @Test
    void aBranchThatExistsOrHasNoName() {
        TestGit git = TestGit.repository(room.root.resolve("r"), "a.txt", "a\n");

        assertThat(room.refusal(withBranch(git, "main")))
                .isEqualTo(
                        "workspace.branch 'main' exists already, and branches are never moved:"
                                + " name a new one");
        for (String name : List.of("-x", "a..b", "HEAD", "a b", "refs/heads/x", "x.lock", "a~1")) {
            assertThat(room.refusal(withBranch(git, name)))
                    .isEqualTo("workspace.branch '" + name + "' is no name for a branch");
        }
    }

    private static Workspace withBranch(TestGit git, String branch) {
        return new Workspace(git.directory().toString(), null, List.of(), branch);
    }

    @Test
    void withoutGitItSaysSo() {
        WorkspaceSettings set = room.settings();
        GitLimits missing = new GitLimits("no-such-git", "ssh", Room.LONG, Room.LONG);
        WorkspaceOpener opener =
                new WorkspaceOpener(
                        new WorkspaceSettings(
                                set.catalog(),
                                set.dataDirectory(),
                                missing,
                                set.limits(),
                                set.clock()));

        Opened opened = opener.open(null, room.run());

        assertThat(opened)
                .isInstanceOfSatisfying(
                        Opened.Refused.class,
                        refused -> {
                            assertThat(refused.errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
                            assertThat(refused.reason()).startsWith("git does not start");
                        });
        assertThat(opener.gitVersion()).isEmpty();
        assertThat(room.opener().gitVersion()).get().asString().startsWith("git version");
    }
}
