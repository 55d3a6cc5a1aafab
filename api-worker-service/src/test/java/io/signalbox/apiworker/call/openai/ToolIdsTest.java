package io.signalbox.apiworker.call.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToolIdsTest {

    @Test
    void whatFitsStays() {
        assertThat(ToolIds.ANY.fit("toolu_\n01")).isEqualTo("toolu_\n01");
        assertThat(ToolIds.UP_TO_40.fit("a".repeat(40))).isEqualTo("a".repeat(40));
        assertThat(ToolIds.NINE_ALPHANUMERIC.fit("aB3456789")).isEqualTo("aB3456789");
    }

    @Test
    void whatDoesNotFitIsAlwaysReplacedByTheSame() {
        String id = "call_PTLP8xhu3uwZk4l3nlnrrJha";

        assertThat(ToolIds.NINE_ALPHANUMERIC.fit(id))
                .matches("[a-zA-Z0-9]{9}")
                .isEqualTo(ToolIds.NINE_ALPHANUMERIC.fit(id))
                .isNotEqualTo(ToolIds.NINE_ALPHANUMERIC.fit(id + "x"));
        assertThat(ToolIds.UP_TO_40.fit("a".repeat(41))).matches("[a-zA-Z0-9]{40}");
        assertThat(ToolIds.UP_TO_40.fit("")).hasSize(40);
    }
}
