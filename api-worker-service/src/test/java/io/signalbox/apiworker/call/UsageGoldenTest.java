package io.signalbox.apiworker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.gemini.GeminiDialectClient;
import io.signalbox.apiworker.call.mistral.MistralDialectClient;
import io.signalbox.apiworker.call.ollama.OllamaDialectClient;
import io.signalbox.apiworker.call.openai.OpenAiDialectClient;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.ChatInput;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each provider says of usage, as it goes over the wire, and what we make of it. Shapes from
 * facts/providers.md A.3, B.2 and D.4, prices from model-facts.json of the same date; where another
 * source is named, from there. Each cost is worked out by hand.
 */
@Timeout(30)
class UsageGoldenTest {

    private static final UpstreamHttp HTTP = new UpstreamHttp();

    private static final Map<Dialect, DialectClient> CLIENTS =
            Map.of(
                    Dialect.OPENAI, new OpenAiDialectClient(HTTP, InstantSource.system()),
                    Dialect.GEMINI, new GeminiDialectClient(HTTP, InstantSource.system()),
                    Dialect.MISTRAL, new MistralDialectClient(HTTP, InstantSource.system()),
                    Dialect.OLLAMA, new OllamaDialectClient(HTTP, InstantSource.system()));

    /**
     * @param provider the catalog's name, by which the server's differences are found
     * @param usage the part of the last chunk that tells it
     * @param price null where unknown
     * @param cost in US dollars; null where nobody can say
     */
    record Case(
            String name,
            Dialect dialect,
            String provider,
            String usage,
            @Nullable Price price,
            Usage expected,
            @Nullable String cost) {

        @Override
        public String toString() {
            return name;
        }
    }

    @AfterAll
    static void close() {
        HTTP.close();
    }

    static Stream<Case> cases() {
        return Stream.of(
                // gpt-5.4-like: 400 fresh, 600 cached at a tenth, reasoning within the output.
                openAi(
                        "openai, cached and reasoning",
                        "openai",
                        """
                        "usage":{"prompt_tokens":1000,"completion_tokens":300,"total_tokens":1300,
                        "prompt_tokens_details":{"cached_tokens":600,"audio_tokens":0},
                        "completion_tokens_details":{"reasoning_tokens":200,"audio_tokens":0}}\
                        """,
                        price("2", "12", "0.2", null),
                        new Usage(1000, 600, 0, 300, 200, false),
                        "0.00452"),
                // B.5: gpt-5.6 charges 1.25 times the input for a write.
                openAi(
                        "openai gpt-5.6, cache written",
                        "openai",
                        """
                        "usage":{"prompt_tokens":2000,"completion_tokens":10,"total_tokens":2010,
                        "prompt_tokens_details":{"cached_tokens":500,"cache_write_tokens":1000}}\
                        """,
                        price("2", "12", "0.2", "2.5"),
                        new Usage(2000, 500, 1000, 10, 0, false),
                        "0.00372"),
                openAi(
                        "groq, aside",
                        "groq",
                        """
                        "x_groq":{"id":"req_1","usage":{"queue_time":0.01,"prompt_tokens":200,
                        "completion_tokens":100,"total_tokens":300,"prompt_tokens_details":{"cached_tokens":100}}}\
                        """,
                        price("0.15", "0.6", "0.075", null),
                        new Usage(200, 100, 0, 100, 0, false),
                        "0.0000825"),
                openAi(
                        "deepseek, hit and miss",
                        "deepseek",
                        """
                        "usage":{"prompt_tokens":1100,"completion_tokens":50,"total_tokens":1150,
                        "prompt_cache_hit_tokens":1000,"prompt_cache_miss_tokens":100,
                        "completion_tokens_details":{"reasoning_tokens":20}}\
                        """,
                        price("0.14", "0.28", "0.0028", null),
                        new Usage(1100, 1000, 0, 50, 20, false),
                        "0.0000308"),
                openAi(
                        "openrouter, its own cost wins",
                        "openrouter",
                        """
                        "usage":{"prompt_tokens":194,"completion_tokens":2,"total_tokens":196,"cost":0.00095,
                        "cost_details":{"upstream_inference_cost":19},"prompt_tokens_details":{"cached_tokens":0},
                        "completion_tokens_details":{"reasoning_tokens":0}}\
                        """,
                        price("1", "2", null, null),
                        new Usage(194, 0, 0, 2, 0, false),
                        "0.00095"),
                openAi(
                        "openrouter, a free model costs nothing although it has no price",
                        "openrouter",
                        "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1,\"cost\":0}",
                        null,
                        new Usage(5, 0, 0, 1, 0, false),
                        "0"),
                openAi(
                        "another server's cost is not taken for dollars",
                        "somewhere",
                        "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":1000,\"cost\":77}",
                        price("1", "2", null, null),
                        new Usage(1000, 0, 0, 1000, 0, false),
                        "0.003"),
                openAi(
                        "together, nothing but the sums",
                        "together",
                        "\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":20,\"total_tokens\":50}",
                        price("0.15", "0.6", null, null),
                        new Usage(30, 0, 0, 20, 0, false),
                        "0.0000165"),
                openAi(
                        "hugging face or xai, reasoning counted beside the output",
                        "huggingface",
                        """
                        "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":35,
                        "completion_tokens_details":{"reasoning_tokens":20}}\
                        """,
                        price("1", "2", null, null),
                        new Usage(10, 0, 0, 25, 20, false),
                        "0.00006"),
                new Case(
                        "mistral, num_cached_tokens at a tenth",
                        Dialect.MISTRAL,
                        "mistral",
                        """
                        "usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100,"num_cached_tokens":896}\
                        """,
                        price("1.5", "7.5", "0.15", null),
                        new Usage(1000, 896, 0, 100, 0, false),
                        "0.0010404"),
                new Case(
                        "mistral, cached in the details",
                        Dialect.MISTRAL,
                        "mistral",
                        """
                        "usage":{"prompt_tokens":100,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":64}}\
                        """,
                        price("1.5", "7.5", "0.15", null),
                        new Usage(100, 64, 0, 10, 0, false),
                        "0.0001386"),
                // Thoughts beside the candidates, the tools' prompt beside the prompt.
                new Case(
                        "gemini, thoughts and cached and tools",
                        Dialect.GEMINI,
                        "gemini",
                        """
                        "usageMetadata":{"promptTokenCount":1000,"cachedContentTokenCount":600,"candidatesTokenCount":20,
                        "thoughtsTokenCount":180,"toolUsePromptTokenCount":50,"totalTokenCount":1250}\
                        """,
                        price("1.5", "7.5", "0.15", null),
                        new Usage(1050, 600, 0, 200, 180, false),
                        "0.002265"),
                new Case(
                        "gemini pro, the long tier is for the whole request",
                        Dialect.GEMINI,
                        "gemini",
                        "\"usageMetadata\":{\"promptTokenCount\":200001,\"candidatesTokenCount\":1000}",
                        longTier(),
                        new Usage(200_001, 0, 0, 1000, 0, false),
                        "0.818004"),
                new Case(
                        "gemini pro, at the tier's edge the short price",
                        Dialect.GEMINI,
                        "gemini",
                        "\"usageMetadata\":{\"promptTokenCount\":200000,\"candidatesTokenCount\":1000}",
                        longTier(),
                        new Usage(200_000, 0, 0, 1000, 0, false),
                        "0.412"),
                new Case(
                        "ollama is free",
                        Dialect.OLLAMA,
                        "ollama",
                        "\"prompt_eval_count\":26,\"eval_count\":290",
                        null,
                        new Usage(26, 0, 0, 290, 0, false),
                        "0"),
                openAi(
                        "an unknown price is no price",
                        "openai",
                        "\"usage\":{\"prompt_tokens\":26,\"completion_tokens\":290}",
                        null,
                        new Usage(26, 0, 0, 290, 0, false),
                        null));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void usageAndCostAreThese(Case golden) throws IOException {
        Succeeded succeeded = call(golden);

        assertThat(succeeded.usage()).isEqualTo(golden.expected());
        Usd cost = succeeded.cost();
        String expected = golden.cost();
        if (expected == null) {
            assertThat(cost).isNull();
            assertThat(succeeded.unpriced()).isTrue();
        } else {
            assertThat(cost).isEqualTo(Usd.parse(expected));
            assertThat(succeeded.unpriced()).isFalse();
        }
    }

    private static Succeeded call(Case golden) throws IOException {
        try (RawServer server = new RawServer(c -> c.answer(200, type(golden), stream(golden)))) {
            boolean ollama = golden.dialect().equals(Dialect.OLLAMA);
            Provider provider =
                    ollama ? Requests.ollama(server.url()) : provider(golden, server.baseUrl());
            DialectClient client = CLIENTS.get(golden.dialect());
            assertThat(client).isNotNull();
            CallOutcome outcome =
                    client.call(
                            Requests.request(
                                    provider, "m", ChatInput.of("a"), model(golden.price())),
                            DeltaListener.NONE,
                            new CallCancel());
            assertThat(outcome).isInstanceOf(Succeeded.class);
            return (Succeeded) outcome;
        }
    }

    private static Provider provider(Case golden, URI base) {
        return Requests.provider(golden.dialect(), golden.provider(), base);
    }

    private static String type(Case golden) {
        return golden.dialect().equals(Dialect.OLLAMA)
                ? "application/x-ndjson"
                : "text/event-stream";
    }

    private static String stream(Case golden) {
        String usage = golden.usage().replace("\n", "");
        return switch (golden.dialect().wireName()) {
            case "gemini" ->
                    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"}],"
                            + usage
                            + "}\r\n\r\n";
            case "ollama" ->
                    "{\"message\":{\"content\":\"a\"},\"done\":true,\"done_reason\":\"stop\","
                            + usage
                            + "}\n";
            default ->
                    "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n"
                            + "data: {\"choices\":[],"
                            + usage
                            + "}\n\ndata: [DONE]\n\n";
        };
    }

    private static Case openAi(
            String name,
            String provider,
            String usage,
            @Nullable Price price,
            Usage expected,
            @Nullable String cost) {
        return new Case(name, Dialect.OPENAI, provider, usage, price, expected, cost);
    }

    private static Price price(
            String input, String output, @Nullable String read, @Nullable String write) {
        return new Price(
                new BigDecimal(input),
                new BigDecimal(output),
                read == null ? null : new BigDecimal(read),
                write == null ? null : new BigDecimal(write),
                null);
    }

    /** gemini-3.1-pro-preview. */
    private static Price longTier() {
        return new Price(
                new BigDecimal("2"),
                new BigDecimal("12"),
                new BigDecimal("0.2"),
                null,
                new Price.LongContext(200_000, price("4", "18", "0.4", null)));
    }

    private static @Nullable Model model(@Nullable Price price) {
        return new Model(
                "p", "m", null, null, price, Set.of(), null, List.of(), List.of(), Map.of(), true,
                null, null, null, null);
    }
}
