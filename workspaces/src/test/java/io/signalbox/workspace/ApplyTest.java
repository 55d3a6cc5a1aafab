package io.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patches of strangers, laid over a workspace. */
class ApplyTest {

    @TempDir Path temporary;
    private OpenWorkspace workspace;

    @BeforeEach
    void open() {
        Room room = new Room(temporary);
        TestGit origin =
                TestGit.repository(room.root.resolve("r"), "src/a.txt", "one\n", "b.txt", "two\n");
        workspace = room.open(Room.of(origin.directory()));
    }

    private static String patch(String before, String after, String from, String to) {
        return "--- %s\n+++ %s\n@@ -1 +1 @@\n-%s\n+%s\n".formatted(before, after, from, to);
    }

    private String reason(String patch) {
        Applied applied = workspace.apply(patch);
        assertThat(applied).isInstanceOf(Applied.Not.class);
        return ((Applied.Not) applied).reason();
    }

    private Path at() {
        return Objects.requireNonNull(workspace.directory().getParent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/ b/", "./ ./", " "})
    void afterItTheChangesAreThePatchInGitsForm(String prefixes) {
        String[] prefix = prefixes.equals(" ") ? new String[] {"", ""} : prefixes.split(" ");

        Applied applied =
                workspace.apply(
                        patch(prefix[0] + "src/a.txt", prefix[1] + "src/a.txt", "one", "1"));

        assertThat(applied).isEqualTo(new Applied.Whole());
        assertThat(workspace.changes().filesModified()).containsExactly("src/a.txt");
        assertThat(workspace.changes().patch())
                .startsWith("diff --git a/src/a.txt b/src/a.txt\n")
                .contains("-one\n+1\n");
        assertThat(at()).isDirectoryNotContaining("glob:**.patch");
    }

    @Test
    void filesComeAndGo() {
        workspace.apply(
                "--- /dev/null\n+++ b/new/c.txt\n@@ -0,0 +1 @@\n+three\n"
                        + "--- a/b.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-two\n");

        assertThat(workspace.changes().filesModified()).containsExactly("b.txt", "new/c.txt");
    }

    @Test
    void whatDoesNotFitChangesNothingAndTheReasonHoldsNoContent() {
        String fits = patch("a/b.txt", "b/b.txt", "two", "2");
        String doesNot = patch("a/src/a.txt", "b/src/a.txt", "sesame", "open");

        assertThat(reason(fits + doesNot))
                .contains("src/a.txt")
                .doesNotContain("sesame")
                .doesNotContain(temporary.toString());
        assertThat(workspace.changes().files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.txt", ".git/hooks/post-checkout", "/outside.txt"})
    void noPathLeadsOut(String path) {
        String patch = "--- /dev/null\n+++ b/%s\n@@ -0,0 +1 @@\n+x\n".formatted(path);

        assertThat(reason(patch)).contains("invalid path");
        assertThat(at().resolve("outside.txt")).doesNotExist();
        assertThat(workspace.directory().resolve(".git/hooks/post-checkout")).doesNotExist();
    }

    @Test
    void aLinkOfThePatchLeadsNowhere() throws IOException {
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        String patch =
                "diff --git a/way b/way\nnew file mode 120000\n--- /dev/null\n+++ b/way\n"
                        + "@@ -0,0 +1 @@\n+%s\n\\ No newline at end of file\n".formatted(outside)
                        + "diff --git a/way/x b/way/x\nnew file mode 100644\n--- /dev/null\n"
                        + "+++ b/way/x\n@@ -0,0 +1 @@\n+x\n";

        assertThat(reason(patch)).contains("symbolic link");
        assertThat(outside).isEmptyDirectory();
    }
}
