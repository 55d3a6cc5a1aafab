package io.signalbox.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-mini, O200K",
        "openai/gpt-4.1, O200K",
        "gpt-5.6-terra, O200K",
        "openai/gpt-oss-120b, O200K",
        "o3, O200K",
        "o4-mini, O200K",
        "gpt-4, CL100K",
        "gpt-4-turbo, CL100K",
        "gpt-3.5-turbo-0125, CL100K",
        "text-embedding-3-small, CL100K",
        "claude-3-5-haiku-20241022, CLAUDE",
        "claude-opus-4-20250514, CLAUDE",
        "claude-opus-4-1-20250805, CLAUDE",
        "claude-haiku-4-5, CLAUDE",
        "claude-sonnet-4-6, CLAUDE",
        "claude-opus-4-7, CLAUDE_5",
        "anthropic/claude-opus-4.8, CLAUDE_5",
        "claude-sonnet-5, CLAUDE_5",
        "claude-opus-5-20260801, CLAUDE_5",
        "claude-fable-5, CLAUDE_5",
        "gemini-3.6-flash, GEMINI",
        "gemma3:27b, GEMINI",
        "llama-3.3-70b-versatile, LLAMA",
        "deepseek-r1-distill-llama-70b, LLAMA",
        "qwen3-coder:30b, QWEN",
        "deepseek-v4-flash, DEEPSEEK",
        "mistralai/devstral-medium, MISTRAL",
        "codestral-2508, MISTRAL",
        "ministral-8b, MISTRAL",
        "magistral-small, MISTRAL",
        "homemade, UNKNOWN",
        "olmo-3, UNKNOWN",
    })
    void aModelsNameSaysWhoseTokenizerItHas(String model, Tokenizer expected) {
        assertThat(Tokenizer.of(model)).isEqualTo(expected);
    }
}
