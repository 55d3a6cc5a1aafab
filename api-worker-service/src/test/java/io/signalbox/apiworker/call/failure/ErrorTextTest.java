package io.signalbox.apiworker.call.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Secret;
import org.junit.jupiter.api.Test;

class ErrorTextTest {

    @Test
    void keysNeverShow() {
        String text =
                ErrorText.safe(
                        "key opensesame and sk-proj-abcdef***wxyz and Bearer abc.def-ghi12",
                        new Secret("opensesame"));

        assertThat(text).isEqualTo("key *** and *** and ***");
    }

    @Test
    void longTextIsCutToOneLine() {
        String text = ErrorText.safe("a\n\tb" + "x".repeat(1000), null);

        assertThat(text).hasSize(ErrorText.MAX).startsWith("a b").endsWith("…");
    }
}
