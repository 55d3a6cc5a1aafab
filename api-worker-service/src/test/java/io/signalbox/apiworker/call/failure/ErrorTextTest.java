package io.signalbox.apiworker.call.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no key pLant/Z+9=\"w here",
                "GET /v1?key=pLant%2FZ%2B9%3D%22w failed",
                "{\\\"key\\\": \\\"pLant/Z+9=\\\"w\\\"}",
                "pLant\\/Z+9=\"w"
            })
    void theKeyNeverShowsHoweverItIsSpelt(String text) {
        assertThat(ErrorText.safe(text, new Secret("pLant/Z+9=\"w")))
                .contains("***")
                .doesNotContain("pLant");
    }

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
