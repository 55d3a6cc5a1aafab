package io.signalbox.gateway.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.tokens.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizeRequestTest {

    private static final Catalog CATALOG =
            new CatalogLoader(CatalogEnvironment.of(Map.of()))
                    .loadText(
                            "test.yaml",
                            """
                            version: 1
                            aliases: {fast: groq/llama-3.3-70b-versatile}
                            chains: {llamas: [groq]}
                            """);

    private static TokenizeRequest read(String body) {
        return TokenizeRequest.read(body.getBytes(StandardCharsets.UTF_8), 10_000);
    }

    @Test
    void aTextAnArrayAndAConversationAreCounted() {
        assertThat(
                        read("{\"model\":\"m\",\"input\":\"hello world\"}")
                                .prompt()
                                .count(Tokenizer.O200K)
                                .tokens())
                .isEqualTo(2);
        assertThat(
                        read("{\"model\":\"m\",\"input\":[\"hello world\",\"hello world\"]}")
                                .prompt()
                                .count(Tokenizer.O200K)
                                .tokens())
                .isEqualTo(4);
        assertThat(
                        read("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello world\"}]}")
                                .prompt()
                                .count(Tokenizer.O200K)
                                .tokens())
                .isEqualTo(2 + 1 + 3 + 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"input\": \"a\"} | model is missing",
                "{\"model\": \"m\"} | send either input",
                "{\"model\": \"m\", \"input\": \"a\", \"messages\": []} | send either input",
                "{\"model\": \"m\", \"input\": [1]} | input[0] is no text",
                "{\"model\": \"m\", \"input\": {}} | input is neither a text nor an array",
                "{\"model\": \"m\", \"messages\": 1} | messages",
            })
    void aMistakeIsNamed(String body, String told) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-5.6-terra, O200K",
        "fast, LLAMA",
        "auto/fast, UNKNOWN",
        "chain/llamas, UNKNOWN",
        "auto, UNKNOWN",
    })
    void aNameMeansTheTokenizerOfItsFirstModel(String name, Tokenizer expected) {
        assertThat(TokenizeResource.tokenizer(CATALOG, name)).isEqualTo(expected);
    }
}
