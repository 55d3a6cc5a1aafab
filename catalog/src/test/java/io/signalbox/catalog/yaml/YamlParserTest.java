package io.signalbox.catalog.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class YamlParserTest {

    private final Problems problems = new Problems();

    @Test
    void everyNodeKnowsItsLine() {
        Tree.Mapping tree = parse("a: 1\nb:\n  c:\n    - x\n    - y\n");

        assertThat(problems.errors()).isEmpty();
        Tree.Mapping b = (Tree.Mapping) entry(tree, "b").value();
        Tree.Sequence c = (Tree.Sequence) entry(b, "c").value();
        assertThat(entry(b, "c").keyPlace()).isEqualTo(new Place("t.yaml", 3));
        assertThat(c.items().get(1).place()).isEqualTo(new Place("t.yaml", 5));
    }

    @Test
    void aSyntaxErrorIsOneProblemWithItsLineAndNoneOfTheText() {
        parse("a: 1\nkeys: [\"sk-secret-1\", \"sk-secret-2\"\nb: 2\n");

        assertThat(problems.errors()).hasSize(1);
        assertThat(problems.errors().getFirst().line()).isEqualTo(3);
        assertThat(problems.errors().getFirst().toString())
                .startsWith("t.yaml:3: not valid YAML")
                .doesNotContain("sk-secret");
    }

    @Test
    void aDuplicateKeyIsAProblemThatNamesTheOtherLine() {
        parse("a: 1\nb:\n  c: 1\n  c: 2\n");

        assertThat(problems.errors())
                .containsExactly(
                        new Problem(
                                "t.yaml",
                                4,
                                "b.c",
                                "the same key is on line 3 already: keep one of them"));
    }

    @Test
    void anchorsAndMergeKeysWorkAndOwnKeysWin() {
        Tree.Mapping tree = parse("base: &base {x: 1, y: 2}\nmore:\n  <<: *base\n  y: 3\n");

        Tree.Mapping more = (Tree.Mapping) entry(tree, "more").value();
        assertThat(problems.errors()).isEmpty();
        assertThat(((Tree.Scalar) entry(more, "x").value()).value()).isEqualTo("1");
        assertThat(((Tree.Scalar) entry(more, "y").value()).value()).isEqualTo("3");
    }

    @Test
    void aFileThatUnfoldsWithoutBoundIsOneProblem() {
        // Given aliases of aliases, 2^24 leaves in 25 lines
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        IntStream.range(1, 24)
                .forEach(
                        i -> bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1)));

        parse(bomb.toString());

        assertThat(problems.errors()).hasSize(1);
    }

    @Test
    void anAliasInsideItsOwnAnchorIsOneProblem() {
        parse("a: &a\n  b: *a\n");

        assertThat(problems.errors()).hasSize(1);
        assertThat(problems.errors().getFirst().message()).contains("unfold");
    }

    @Test
    void aControlCharacterIsAProblemWithItsLine() {
        parse("a: 1\nb: \u0007\n");

        assertThat(problems.errors()).hasSize(1);
        assertThat(problems.errors().getFirst().line()).isEqualTo(2);
    }

    @Test
    void noTextIsNoKeysAndAListIsNoCatalog() {
        assertThat(parse("").entries()).isEmpty();
        assertThat(parse("# nothing\n").entries()).isEmpty();
        assertThat(problems.errors()).isEmpty();

        parse("- a\n");
        assertThat(problems.errors()).hasSize(1);
    }

    private static Tree.Entry entry(Tree.Mapping mapping, String key) {
        return Objects.requireNonNull(mapping.entries().get(key), key);
    }

    private Tree.Mapping parse(String text) {
        return YamlParser.parse("t.yaml", text, problems);
    }
}
