package io.signalbox.gateway.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.gateway.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingRequestTest {

    private static EmbeddingRequest read(String body) {
        return EmbeddingRequest.read(body.getBytes(StandardCharsets.UTF_8), 10_000);
    }

    @Test
    void aWholeRequestIsTakenApart() {
        EmbeddingRequest request =
                read(
                        """
                        {"model": "openai/text-embedding-3-small", "input": ["a", "b"], "dimensions": 256,
                         "encoding_format": "base64", "user": "u1",
                         "signalbox": {"task": {"type": "index"}, "metadata": {"ticket": "42"}}}
                        """);

        EmbeddingInput embedding = Objects.requireNonNull(request.job().embedding());
        assertThat(embedding.texts()).containsExactly("a", "b");
        assertThat(embedding.dimensions()).isEqualTo(256);
        assertThat(embedding.extra()).containsOnlyKeys("user");
        assertThat(request.base64()).isTrue();
        assertThat(request.job().routing().model()).isEqualTo("openai/text-embedding-3-small");
        assertThat(request.job().task().type()).isEqualTo("index");
        assertThat(request.job().metadata()).containsEntry("ticket", "42");
    }

    @Test
    void oneTextIsAListOfOneAndNumbersAreTheDefault() {
        EmbeddingRequest request = read("{\"model\": \"m\", \"input\": \"alone\"}");

        assertThat(Objects.requireNonNull(request.job().embedding()).texts())
                .containsExactly("alone");
        assertThat(request.base64()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"input\": \"a\"} | model | model is missing",
                "{\"model\": \"m\"} | input | input is missing; send a text or an array of texts",
                "{\"model\": \"m\", \"input\": {}} | input | input is neither a text nor an array of texts",
                "{\"model\": \"m\", \"input\": [1, 2]} | input | input holds token ids",
                "{\"model\": \"m\", \"input\": [[1, 2]]} | input | input holds token ids",
                "{\"model\": \"m\", \"input\": [\"a\", null]} | input | input[1] is no text",
                "{\"model\": \"m\", \"input\": \"a\", \"dimensions\": \"many\"} | dimensions | dimensions is \"many\"",
                "{\"model\": \"m\", \"input\": \"a\", \"encoding_format\": \"hex\"} | encoding_format | encoding_format is \"hex\"; it is float or base64",
                "{\"model\": \"m\", \"input\": \"a\", \"signalbox\": {\"limits\": {\"timeout\": \"x\"}}} | signalbox.limits.timeout | signalbox.limits.timeout",
            })
    void aMistakeIsNamedWithItsPlace(String body, String param, String told) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(told)
                .satisfies(e -> assertThat(((ApiException) e).param()).isEqualTo(param));
    }
}
