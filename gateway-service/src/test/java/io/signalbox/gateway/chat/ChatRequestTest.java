package io.signalbox.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.gateway.http.ApiException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @Test
    void theBodysPartsGoWhereTheyBelong() {
        ChatRequest request =
                read(
                        """
                        {"model":"fast", %s, "max_tokens": 7, "stream": true,
                         "stream_options": {"include_usage": true}, "logit_bias": {"1": 2},
                         "signalbox": {"task": {"type": "triage"}, "routing": {"offline": true},
                                       "limits": {"timeout": "5s"}, "metadata": {"k": "v"}}}
                        """
                                .formatted(MESSAGES));

        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
        assertThat(request.job().routing().model()).isEqualTo("fast");
        assertThat(request.job().routing().offline()).isTrue();
        assertThat(request.job().task().type()).isEqualTo("triage");
        assertThat(request.job().metadata()).containsEntry("k", "v");
        assertThat(request.job().conversation().maxCompletionTokens()).isEqualTo(7);
        assertThat(request.job().conversation().extra()).containsOnlyKeys("logit_bias");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"x\"}|messages|missing",
                "{\"messages\":[]}|model|missing",
                "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"n\":2}|n|only n=1",
                "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream\":\"yes\"}|stream|true or false",
                "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"temperature\":\"hot\"}|temperature|temperature",
                "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"signalbox\":{\"limits\":{\"timeout\":\"soon\"}}}|signalbox.limits.timeout|not a duration",
            })
    void mistakesAreNamedWithTheirPlace(String body, String param, String words) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> {
                            assertThat(e.status()).isEqualTo(400);
                            assertThat(e.param()).isEqualTo(param);
                            assertThat(e).hasMessageContaining(words);
                        });
    }

    @Test
    void notJsonIsToldWithLineAndColumn() {
        assertThatThrownBy(() -> read("{\n  \"model\": oops}"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        byte[] body = new byte[101];

        assertThatThrownBy(() -> ChatRequest.read(body, 100))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(413));
    }

    private static ChatRequest read(String body) {
        return ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), 1_000_000);
    }
}
