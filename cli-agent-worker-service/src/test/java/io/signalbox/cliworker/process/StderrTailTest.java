package io.signalbox.cliworker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StderrTailTest {

    @ParameterizedTest
    @CsvSource({
        "^[[31;1mred^[[0m, red",
        "^[[2K^[[1Gline, line",
        "^]0;title^Gtext, text",
        "^]8;;http://x^[\\link^]8;;^[\\, link",
        "^[(Btext^[7, text",
        "cut^[[3, cut",
        "cut^], cut",
    })
    void dropsWhatATerminalWouldNotShow(String printed, String shown) {
        StderrTail tail = new StderrTail(100);
        write(
                tail,
                printed.replace("^[", "\u001b").replace("^]", "\u001b]").replace("^G", "\u0007"));

        assertThat(tail.text()).isEqualTo(shown);
    }

    @Test
    void keepsTheEndInWholeLines() {
        StderrTail tail = new StderrTail(12);
        write(tail, "first\nsec");
        write(tail, "ond\nthird\r\n");

        assertThat(tail.text()).isEqualTo("third\n");
    }

    @Test
    void keepsTheEndOfALineThatIsLongerThanAll() {
        StderrTail tail = new StderrTail(4);
        write(tail, "0123456789");
        assertThat(tail.text()).isEqualTo("6789");
    }

    @Test
    void isEmptyWhereNothingWasPrinted() {
        assertThat(new StderrTail(4).text()).isEmpty();
    }

    private static void write(StderrTail tail, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tail.write(bytes, bytes.length);
    }
}
