package io.signalbox.apiworker.call.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.wire.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenAiUsageTest {

    @Test
    void openAiCountsCachedWithinInputAndReasoningWithinOutput() throws Exception {
        assertUsage(
                """
                {"usage":{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,
                "prompt_tokens_details":{"cached_tokens":60,"cache_write_tokens":10},
                "completion_tokens_details":{"reasoning_tokens":30}}}\
                """,
                new Usage(100, 60, 10, 50, 30, false));
    }

    @Test
    void deepSeekReportsHits() throws Exception {
        assertUsage(
                """
                {"usage":{"prompt_tokens":100,"completion_tokens":5,"prompt_cache_hit_tokens":64,
                "prompt_cache_miss_tokens":36}}\
                """,
                new Usage(100, 64, 0, 5, 0, false));
    }

    @Test
    void groqReportsAside() throws Exception {
        assertUsage(
                """
                {"x_groq":{"id":"r","usage":{"prompt_tokens":7,"completion_tokens":8}}}\
                """,
                new Usage(7, 0, 0, 8, 0, false));
    }

    @Test
    void reasoningCountedBesideTheOutputIsAdded() throws Exception {
        assertUsage(
                """
                {"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":35,
                "completion_tokens_details":{"reasoning_tokens":20}}}\
                """,
                new Usage(10, 0, 0, 25, 20, false));
    }

    @Test
    void nonsenseIsBounded() throws Exception {
        assertUsage(
                """
                {"usage":{"prompt_tokens":10,"completion_tokens":-5,
                "prompt_tokens_details":{"cached_tokens":600}}}\
                """,
                new Usage(10, 10, 0, 0, 0, false));
    }

    @Test
    void nothingAndZerosAreNoReport() throws Exception {
        assertThat(read("{\"choices\":[],\"usage\":null}")).isNull();
        assertThat(read("{\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}")).isNull();
    }

    @Test
    void openRouterReportsTheCost() throws Exception {
        OpenAiUsage usage =
                read("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"cost\":0.00014}}");

        assertThat(usage).isNotNull();
        assertThat(usage.cost()).isEqualTo(Usd.parse("0.00014"));
    }

    private static void assertUsage(String chunk, Usage expected) throws Exception {
        OpenAiUsage usage = read(chunk);
        assertThat(usage).isNotNull();
        assertThat(usage.usage()).isEqualTo(expected);
    }

    private static @Nullable OpenAiUsage read(String chunk) throws JsonProcessingException {
        return OpenAiUsage.of(Json.mapper().readTree(chunk));
    }
}
