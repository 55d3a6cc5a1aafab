package io.signalbox.apiworker.call.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.Requests;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTextTest {

    private static final Provider PROVIDER =
            Requests.provider("p", URI.create("http://127.0.0.1:1/v1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no key pLant/Z+9=\"w here",
                "GET /v1?key=pLant%2FZ%2B9%3D%22w failed",
                "{\\\"key\\\": \\\"pLant/Z+9=\\\"w\\\"}",
                "pLant\\/Z+9=\"w"
            })
    void theKeyNeverShowsHoweverItIsSpelt(String text) {
        assertThat(ErrorText.safe(text, PROVIDER, new Secret("pLant/Z+9=\"w")))
                .contains("***")
                .doesNotContain("pLant");
    }

    @Test
    void keysNeverShow() {
        String text =
                ErrorText.safe(
                        "key opensesame and sk-proj-abcdef***wxyz and Bearer abc.def-ghi12",
                        PROVIDER,
                        new Secret("opensesame"));

        assertThat(text).isEqualTo("key *** and *** and ***");
    }

    @ParameterizedTest
    @CsvSource({
        "api-key,0f4e8a17c2b94d56,no such key: 0f4e8a17c2b94d56,no such key: ***",
        "api-key,0f4e8a17c2b94d56,no such key: 0F4E8A17C2B94D56,no such key: ***",
        "Authorization,Basic dXNlcjpwYXNz,got Basic dXNlcjpwYXNz,got ***",
        "Authorization,Basic dXNlcjpwYXNz,bad token dXNlcjpwYXNz,bad token ***",
        "anthropic-version,2023-06-01,no version 2023-06-01,no version 2023-06-01",
        "User-Agent,signalbox,no agent signalbox,no agent signalbox",
        "x-tier,gold,the tier gold is full,the tier gold is full"
    })
    void noConfiguredHeaderThatMayBeAKeyShows(
            String header, String value, String text, String told) {
        Provider provider = Requests.withHeaders(PROVIDER, Map.of(header, value));

        assertThat(ErrorText.safe(text, provider, null)).isEqualTo(told);
    }

    @Test
    void longTextIsCutToOneLine() {
        String text = ErrorText.safe("a\n\tb" + "x".repeat(1000), PROVIDER, null);

        assertThat(text).hasSize(ErrorText.MAX).startsWith("a b").endsWith("…");
    }
}
