package io.signalbox.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.api.EncodingType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(new TextTokens(text).count(Tokenizer.CL100K))
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
        assertThat(new TextTokens(text).count(tokenizer).tokens()).isEqualTo(tokens);
    }

    @Test
    void whatLooksLikeASpecialTokenIsOrdinaryText() {
        assertThat(new TextTokens("<|endoftext|>").count(Tokenizer.CL100K).tokens())
                .isGreaterThan(1);
    }

    @Test
    void nothingHasNoTokens() {
        assertThat(new TextTokens("").count(Tokenizer.O200K).tokens()).isZero();
        assertThat(new TextTokens("").count(Tokenizer.CLAUDE).tokens()).isZero();
    }

    @Test
    void familiesWithOneBaseShareItsCount() {
        // Given
        List<EncodingType> cut = new ArrayList<>();
        TextTokens text =
                new TextTokens(
                        "hello world",
                        (vocabulary, ignored) -> {
                            cut.add(vocabulary);
                            return 2;
                        });

        // When
        for (Tokenizer tokenizer : Tokenizer.values()) {
            assertThat(text.count(tokenizer).tokens()).isPositive();
        }

        // Then
        assertThat(cut)
                .containsExactlyInAnyOrder(EncodingType.O200K_BASE, EncodingType.CL100K_BASE);
    }

    @Test
    void anEndlessWordIsEstimatedAndSaysSo() {
        TokenCount count = new TextTokens("a".repeat(5_000)).count(Tokenizer.O200K);

        assertThat(count.exact()).isFalse();
        assertThat(count.tokens()).isBetween(300L, 1_500L);
    }

    /** Each is one word to one of the vocabularies' patterns, though its characters alternate. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0301", // letters with accents
                "\u0915\u093E", // letters with signs that take room
                "a\u20DD", // letters with a ring around
                "a\uD840\uDC00", // letters of which every other is outside of the first plane
                "!!\u0301", // signs with accents
                "\u00A0 ", // no-break spaces and spaces
                "!\u001C", // signs and separators of files
            })
    void aWordIsEndlessWhateverItIsMadeOf(String repeated) {
        TokenCount count = new TextTokens(repeated.repeat(5_000)).count(Tokenizer.O200K);

        assertThat(count.exact()).isFalse();
    }

    @Test
    void aLongTextOfShortWordsIsCounted() {
        String words = "na\u00EFve cafe\u0301 \uD83D\uDC4D\u00A0... ".repeat(1_000);

        assertThat(new TextTokens(words).count(Tokenizer.O200K).exact()).isTrue();
    }
}
