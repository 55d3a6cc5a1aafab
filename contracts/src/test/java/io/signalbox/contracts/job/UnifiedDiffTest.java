package io.signalbox.contracts.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers hold a diff, and which only look as if. */
class UnifiedDiffTest {

    private static final String PLAIN =
            """
            --- a/src/A.java
            +++ b/src/A.java
            @@ -1,3 +1,4 @@ class A {
             one
            -two
            +zwei
            +drei
             three
            """;

    private static final String GIT =
            """
            diff --git a/old name.txt b/new name.txt
            similarity index 90%
            rename from old name.txt
            rename to new name.txt
            index 1234567..89abcde 100644
            --- a/old name.txt\t
            +++ b/new name.txt\t
            @@ -1 +1 @@
            -a
            \\ No newline at end of file
            +b
            \\ No newline at end of file
            diff --git a/gone.txt b/gone.txt
            deleted file mode 100644
            index 1234567..0000000
            --- a/gone.txt
            +++ /dev/null
            @@ -1,2 +0,0 @@
            -x
            -y
            diff --git a/run.sh b/run.sh
            old mode 100644
            new mode 100755
            diff --git "a/caf\\303\\251\\n.txt" "b/caf\\303\\251\\n.txt"
            new file mode 100644
            index 0000000..1234567
            --- /dev/null
            +++ "b/caf\\303\\251\\n.txt"
            @@ -0,0 +1 @@
            +new
            """;

    @Test
    void anAnswerThatIsADiff() {
        UnifiedDiff diff = UnifiedDiff.patchOf("\n" + PLAIN + "\n\n").orElseThrow();

        assertThat(diff.patch()).isEqualTo(PLAIN);
        assertThat(diff.files()).containsExactly("src/A.java");
    }

    @Test
    void everythingThatGitWritesOfTextFiles() {
        UnifiedDiff diff = UnifiedDiff.patchOf(GIT).orElseThrow();

        assertThat(diff.patch()).isEqualTo(GIT);
        assertThat(diff.files())
                .containsExactly(
                        "old name.txt", "new name.txt", "gone.txt", "run.sh", "café\n.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"```diff\n%s```", "~~~\n%s~~~\n", "````patch\n%s````   "})
    void oneFencedBlockAmongWords(String fence) {
        String answer = "Here it is:\n\n" + fence.formatted(PLAIN) + "\n\nand `A` is mended.\n";

        assertThat(patch(answer)).contains(PLAIN);
    }

    @Test
    void otherBlocksAreNoDiffs() {
        String answer = "```java\nclass A {}\n```\n```diff\n" + PLAIN + "```\n";

        assertThat(patch(answer)).contains(PLAIN);
    }

    @Test
    void ofTwoDiffsNoneIsMeant() {
        String block = "```diff\n" + PLAIN + "```\n";

        assertThat(patch(block + block)).isEmpty();
    }

    @Test
    void aFenceInsideAHunkEndsNothing() {
        String markdown =
                """
                --- a/README.md
                +++ b/README.md
                @@ -1,3 +1,3 @@
                 ```
                -old
                +new
                 ```
                """;

        assertThat(patch("```diff\n" + markdown + "```\n")).contains(markdown);
    }

    @Test
    void linesOfWindows() {
        assertThat(patch(PLAIN.replace("\n", "\r\n"))).contains(PLAIN);
    }

    @Test
    void theFilesOwnCarriageReturnsStay() {
        String windows = PLAIN.replace("zwei\n", "zwei\r\n");

        assertThat(patch(windows)).contains(windows);
    }

    @Test
    void anEmptyLineStandsForAnEmptyLineOfTheFile() {
        String cut = PLAIN.replace(" one\n", "\n");

        assertThat(patch(cut)).contains(cut);
    }

    @Test
    void namesWithoutPrefixAndWithATime() {
        String gnu =
                """
                --- A.txt\t2026-01-01 00:00:00
                +++ A.txt\t2026-01-01 00:00:01
                @@ -1 +1 @@
                -a
                +b
                """;

        assertThat(UnifiedDiff.patchOf(gnu).orElseThrow().files()).containsExactly("A.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no diff at all",
                // Hunks that hold less or more than their headers say.
                "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n",
                "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n+c\n",
                "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n-b\n+c\n",
                // Without hunks, without a change, with a header that is none.
                "--- a/x\n+++ b/x\n",
                "--- a/x\n+++ b/x\n@@ -1 +1 @@\n a\n",
                "--- a/x\n+++ b/x\n@@ ... @@\n-a\n+b\n",
                "--- a/x\n@@ -1 +1 @@\n-a\n+b\n",
                "@@ -1 +1 @@\n-a\n+b\n",
                "diff --git a/x b/x\n",
                "diff --git a/x b/x\nindex 12345..67890\nGIT binary patch\nliteral 1\nA\n",
                // Hunks in the wrong order.
                "--- a/x\n+++ b/x\n@@ -9 +9 @@\n-a\n+b\n@@ -1 +1 @@\n-a\n+b\n",
                // Words in front, without a fence.
                "Here:\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
                // Paths that leave the tree or go where git keeps its own.
                "--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n",
                "--- /etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n",
                "--- a/.git/config\n+++ b/.git/config\n@@ -1 +1 @@\n-a\n+b\n",
                "--- a/.GIT/hooks/x\n+++ b/.GIT/hooks/x\n@@ -1 +1 @@\n-a\n+b\n",
                "--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n",
                "--- \"a/\\056./x\"\n+++ \"b/\\056./x\"\n@@ -1 +1 @@\n-a\n+b\n",
                "--- \"a/x\n+++ \"b/x\n@@ -1 +1 @@\n-a\n+b\n",
                "diff --git a/x b/x\nsimilarity index 100%\nrename from ../x\nrename to y\n",
                "--- a/x\n+++ b/x\n@@ -1,9999999999 +1 @@\n-a\n+b\n",
            })
    void isNoDiff(String answer) {
        assertThat(UnifiedDiff.patchOf(answer)).isEmpty();
    }

    @Test
    void itsTextIsNotInToString() {
        assertThat(UnifiedDiff.patchOf(PLAIN).orElseThrow().toString()).doesNotContain("zwei");
    }

    private static Optional<String> patch(String answer) {
        return UnifiedDiff.patchOf(answer).map(UnifiedDiff::patch);
    }
}
