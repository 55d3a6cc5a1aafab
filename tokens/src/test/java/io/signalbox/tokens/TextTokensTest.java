package io.signalbox.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextTokensTest {

    /** From tiktoken's own tests (tests/test_encoding.py). */
    static Stream<Arguments> tiktoken() {
        return Stream.of(
                Arguments.of("hello world", 2),
                Arguments.of("rer", 1),
                Arguments.of("'rer", 2),
                Arguments.of("today\n ", 3),
                Arguments.of("today\n \n", 2),
                Arguments.of("today\n  \n", 2),
                Arguments.of("\uD83D\uDC4D", 3),
                Arguments.of(" \u00850", 4));
    }

    @ParameterizedTest
    @MethodSource("tiktoken")
    void cl100kCountsAsOpenAisTestsSay(String text, int tokens) {
        assertThat(TextTokens.count(Tokenizer.CL100K, text))
                .isEqualTo(new TokenCount(tokens, true, "cl100k_base"));
    }

    /** From OpenAI's cookbook ("How to count tokens with tiktoken"), compared encodings. */
    @ParameterizedTest
    @CsvSource({
        "O200K, antidisestablishmentarianism, 6",
        "CL100K, antidisestablishmentarianism, 6",
        "O200K, 2 + 2 = 4, 7",
        "CL100K, 2 + 2 = 4, 7",
        "O200K, お誕生日おめでとう, 8",
        "CL100K, お誕生日おめでとう, 9",
        "O200K, tiktoken is great!, 6",
    })
    void bothCountAsOpenAisCookbookSays(Tokenizer tokenizer, String text, int tokens) {
        assertThat(TextTokens.count(tokenizer, text).tokens()).isEqualTo(tokens);
    }

    @Test
    void whatLooksLikeASpecialTokenIsOrdinaryText() {
        assertThat(TextTokens.count(Tokenizer.CL100K, "<|endoftext|>").tokens()).isGreaterThan(1);
    }

    @Test
    void nothingHasNoTokens() {
        assertThat(TextTokens.count(Tokenizer.O200K, "").tokens()).isZero();
        assertThat(TextTokens.count(Tokenizer.CLAUDE, "").tokens()).isZero();
    }

    @Test
    void anEndlessWordIsEstimatedAndSaysSo() {
        TokenCount count = TextTokens.count(Tokenizer.O200K, "a".repeat(5_000));

        assertThat(count.exact()).isFalse();
        assertThat(count.tokens()).isBetween(300L, 1_500L);
    }
}
