package io.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Patches whose bytes are not all UTF-8. */
class PatchTextTest {

    private static final String TWO =
            """
            diff --git a/x b/x
            --- a/x
            +++ b/x
            @@ -1 +1 @@ %s
            -a
            +%s
            diff --git a/y b/y
            --- a/y
            +++ b/y
            @@ -1 +1 @@
            -a
            +%s
            """;

    private static PatchText read(String shown, String first, String second) {
        return new PatchText(
                TWO.formatted(shown, first, second).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void whatIsTextStaysAsItIs() {
        String text = TWO.formatted("void é()", "über", "b");

        PatchText patch = new PatchText(text.getBytes(StandardCharsets.UTF_8));

        assertThat(patch.isText()).isTrue();
        assertThat(patch.files()).isEqualTo(2);
        assertThat(patch.text()).isEqualTo(text);
    }

    @Test
    void aFileInAnotherEncodingIsNamedByItsNumber() {
        PatchText patch = read("", "b", "caf\u00e9");

        assertThat(patch.isText()).isFalse();
        assertThat(patch.isForeign(0)).isFalse();
        assertThat(patch.isForeign(1)).isTrue();
    }

    @Test
    void aLineThatGitCutWithinACharacterSpoilsNothing() {
        // Behind a hunk's header git shows 80 bytes of a line, wherever that ends.
        PatchText patch = read("caf\u00c3", "b", "c");

        assertThat(patch.isText()).isTrue();
        assertThat(patch.text()).contains("@@ -1 +1 @@ caf\ufffd\n");
    }

    @Test
    void withoutALastLineEndNothingIsLost() {
        PatchText patch = new PatchText("diff --git a/x b/x\n+b".getBytes(StandardCharsets.UTF_8));

        assertThat(patch.text()).isEqualTo("diff --git a/x b/x\n+b");
    }
}
