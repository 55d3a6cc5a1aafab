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
import org.junit.jupiter.params.provider.CsvSource;
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
    @CsvSource({"a/,b/", "'',''"})
    void afterItTheChangesAreThePatchInGitsForm(String before, String after) {
        Applied applied =
                workspace.apply(patch(before + "src/a.txt", after + "src/a.txt", "one", "1"));

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
                """
                --- /dev/null
                +++ b/new/c.txt
                @@ -0,0 +1 @@
                +three
                --- a/b.txt
                +++ /dev/null
                @@ -1 +0,0 @@
                -two
                """);

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
                """
                diff --git a/way b/way
                new file mode 120000
                --- /dev/null
                +++ b/way
                @@ -0,0 +1 @@
                +%s
                \\ No newline at end of file
                diff --git a/way/x b/way/x
                new file mode 100644
                --- /dev/null
                +++ b/way/x
                @@ -0,0 +1 @@
                +x
                """
                        .formatted(outside);

        assertThat(reason(patch)).contains("symbolic link");
        assertThat(outside).isEmptyDirectory();
    }
}
