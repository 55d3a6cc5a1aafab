package io.signalbox.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PromptTokensTest {

    /** The conversation of OpenAI's cookbook, "How to count tokens with tiktoken". */
    private static final String COOKBOOK =
            """
            {"messages": [
              {"role": "system", "content": "You are a helpful, pattern-following assistant that translates corporate jargon into plain English."},
              {"role": "system", "name": "example_user", "content": "New synergies will help drive top-line growth."},
              {"role": "system", "name": "example_assistant", "content": "Things working well together will increase revenue."},
              {"role": "system", "name": "example_user", "content": "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage."},
              {"role": "system", "name": "example_assistant", "content": "Let's talk later when we're less busy about how to do better."},
              {"role": "user", "content": "This late pivot means we don't have time to boil the ocean for the client deliverable."}]}
            """;

    private static ChatInput input(String json) throws IOException {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), ChatInput.class);
    }

    @Test
    void aConversationHasWhatOpenAisApiCounted() throws IOException {
        PromptTokens prompt = PromptTokens.of(input(COOKBOOK));

        assertThat(prompt.count(Tokenizer.O200K).tokens()).isEqualTo(124);
        assertThat(prompt.count(Tokenizer.CL100K).tokens()).isEqualTo(129);
        assertThat(prompt.count(Tokenizer.O200K).exact()).isFalse();
        assertThat(prompt.estimate(Tokenizer.O200K) / 124.0).isCloseTo(1, within(0.15));
    }

    @Test
    void claudesAreMoreThanGptsAndTheNewerOnesMoreThanTheOlder() {
        PromptTokens prompt = PromptTokens.of(ChatInput.of(Samples.text("code-java")));

        assertThat(prompt.estimate(Tokenizer.CLAUDE))
                .isGreaterThan(prompt.estimate(Tokenizer.O200K) * 11 / 10);
        assertThat(prompt.estimate(Tokenizer.CLAUDE_5))
                .isGreaterThan(prompt.estimate(Tokenizer.CLAUDE) * 6 / 5);
    }

    @Test
    void picturesAndToolsCount() throws IOException {
        PromptTokens plain = PromptTokens.of(input("{\"messages\":[{\"role\":\"user\"}]}"));
        PromptTokens rich =
                PromptTokens.of(
                        input(
                                """
                                {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:,"}}]}],
                                 "tools":[{"type":"function","function":{"name":"weather"}}]}
                                """));

        assertThat(rich.estimate(Tokenizer.O200K) - plain.estimate(Tokenizer.O200K))
                .isBetween(765L + 10, 765L + 40);
    }

    @Test
    void textsToEmbedAreCountedTogetherAndFitEachByItself() {
        String text = Samples.text("prose");
        PromptTokens prompt = PromptTokens.of(EmbeddingInput.of(text, text, text));

        TokenCount all = prompt.count(Tokenizer.CL100K);
        assertThat(all).isEqualTo(new TokenCount(3 * 403, true, "cl100k_base"));
        assertThat(prompt.tooMany(Tokenizer.CL100K, 403)).isNull();
        assertThat(prompt.tooMany(Tokenizer.CL100K, 402)).isEqualTo(403);
    }

    private static PromptTokens text(String text) {
        return PromptTokens.of(EmbeddingInput.of(text));
    }

    @Test
    void aShortPromptFitsWithoutALook() {
        assertThat(text("a".repeat(300)).tooMany(Tokenizer.O200K, 1_000)).isNull();
    }

    @Test
    void nearTheLimitTheVocabularyDecides() {
        // Given a text whose length is known, and whose estimate is not the same
        PromptTokens prose = text(Samples.text("prose"));
        long exact = prose.count(Tokenizer.O200K).tokens();
        assertThat(prose.estimate(Tokenizer.O200K)).isNotEqualTo(exact);

        // Then
        assertThat(prose.tooMany(Tokenizer.O200K, exact)).isNull();
        assertThat(prose.tooMany(Tokenizer.O200K, exact - 1)).isEqualTo(exact);
    }

    /** cl100k_base has 287 tokens for it, Qwen's own tokenizer 152. */
    @Test
    void chineseThatFitsIsNotRefusedForItsBasesCount() {
        PromptTokens chinese = text(Samples.text("prose-chinese"));
        chinese.count(Tokenizer.QWEN);

        assertThat(chinese.tooMany(Tokenizer.QWEN, 152)).isNull();
        assertThat(chinese.tooMany(Tokenizer.QWEN, 120)).isNotNull();
    }

    @Test
    void whatAnEstimateLeavesOpenIsTheProvidersToSay() {
        PromptTokens prose = text(Samples.text("prose"));
        long estimated = prose.count(Tokenizer.CLAUDE).tokens();

        assertThat(prose.tooMany(Tokenizer.CLAUDE, estimated - 20)).isNull();
        assertThat(prose.tooMany(Tokenizer.CLAUDE, estimated * 4 / 5)).isNotNull();
    }

    @Test
    void farBeyondTheLimitNothingIsLookedUp() {
        PromptTokens prose = text(Samples.text("prose").repeat(10));

        assertThat(prose.tooMany(Tokenizer.O200K, 1_000))
                .isEqualTo(prose.estimate(Tokenizer.O200K));
    }
}
