package io.signalbox.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.OutputPath.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputPathTest {

    @Test
    void everyKindOfSegment() {
        assertThat(OutputPath.parse("a-b_1").segments()).containsExactly(new Segment.Name("a-b_1"));
        assertThat(OutputPath.parse("m.*.c[type=tool use][0].x[*]").segments())
                .containsExactly(
                        new Segment.Name("m"),
                        new Segment.Each(),
                        new Segment.Name("c"),
                        new Segment.Where("type", "tool use"),
                        new Segment.Index(0),
                        new Segment.Name("x"),
                        new Segment.Each());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "a.", ".a", "a..b", "a b", "a[", "a]", "a[]", "a[b]", "a[-1]", "[0]",
                "a[=x]", "a[x=]", "a*"
            })
    void whatIsNoPath(String text) {
        assertThatThrownBy(() -> OutputPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
