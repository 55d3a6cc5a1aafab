package io.signalbox.apiworker.call.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallOutcome.Embedded;
import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.job.VectorText;
import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.RecordedRequest;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import io.signalbox.testsupport.simulator.Vectors;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wire that has vectors: what is asked, what is understood, and what is no answer. */
@Timeout(60)
class EmbeddingCallTest {

    private static final UpstreamHttp HTTP = new UpstreamHttp();
    private static final DialectEmbeddingCall CALL =
            new DialectEmbeddingCall(
                    List.of(
                            new OpenAiEmbeddingWire(),
                            new MistralEmbeddingWire(),
                            new GeminiEmbeddingWire(),
                            new OllamaEmbeddingWire()),
                    HTTP,
                    InstantSource.system());
    private static final Provider.Timeouts LONG =
            new Provider.Timeouts(
                    Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));

    /** For those that say nothing: each is waited for in full. */
    private static final Provider.Timeouts SHORT =
            new Provider.Timeouts(
                    Duration.ofSeconds(20), Duration.ofMillis(400), Duration.ofMillis(400));

    private static final EmbeddingInput TWO = EmbeddingInput.of("first text", "second text");

    private static ProviderSimulator simulator;

    @BeforeAll
    static void start() {
        simulator = ProviderSimulator.start();
    }

    @AfterAll
    static void close() {
        HTTP.close();
        simulator.close();
    }

    private static CallRequest request(
            Dialect dialect, String name, Provider.Timeouts timeouts, EmbeddingInput input) {
        String base =
                switch (dialect.wireName()) {
                    case "ollama" -> simulator.serverUrl(name);
                    case "gemini" -> simulator.serverUrl(name) + "/v1beta";
                    default -> simulator.baseUrl(name);
                };
        Provider provider = Requests.provider(dialect, URI.create(base), timeouts);
        return new CallRequest(
                provider,
                Requests.KEY,
                "vec",
                Requests.model(true),
                ChatInput.of(""),
                "01JDXXXXXXXXXXXXXXXXXXXXXX/1",
                Instant.now().plusSeconds(60),
                input);
    }

    private static CallOutcome embed(Dialect dialect, Script script, EmbeddingInput input) {
        return embed(dialect, script, input, LONG);
    }

    private static CallOutcome embed(
            Dialect dialect, Script script, EmbeddingInput input, Provider.Timeouts timeouts) {
        String name = dialect.wireName();
        simulator.script(name, script).reset();
        return CALL.embed(request(dialect, name, timeouts, input), input, new CallCancel());
    }

    private static List<String> vectors(EmbeddingInput input) {
        return input.texts().stream()
                .map(text -> VectorText.of(Vectors.of(text, input.dimensions())))
                .toList();
    }

    static Stream<Dialect> dialects() {
        return Stream.of(Dialect.OPENAI, Dialect.MISTRAL, Dialect.GEMINI, Dialect.OLLAMA);
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void eachTextGetsItsVectorAndItsTokensAreCounted(Dialect dialect) {
        // Given
        Script script = Script.builder().requiredKey(Requests.KEY.reveal()).build();
        EmbeddingInput input = new EmbeddingInput(TWO.texts(), 8, null);

        // When
        CallOutcome outcome = embed(dialect, script, input);

        // Then
        assertThat(outcome).isInstanceOf(Embedded.class);
        assertThat(((Embedded) outcome).vectors()).isEqualTo(vectors(input));
        assertThat(outcome.usage()).isEqualTo(new Usage(4, 0, 0, 0, 0, false));
        assertThat(outcome.cost()).isEqualTo(Usd.parse("0.000004"));
        assertThat(outcome.ttftMs()).isNull();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void whereNothingIsSaidOfTokensTheyAreEstimated(Dialect dialect) {
        // Given
        Script silent = Script.builder().withoutUsage().build();

        // When
        CallOutcome outcome = embed(dialect, silent, TWO);

        // Then
        assertThat(outcome.usage()).isNotNull();
        assertThat(outcome.usage().estimated()).isTrue();
        assertThat(outcome.usage().input()).isBetween(3L, 8L);
    }

    @Test
    void openAisBodyHasTheCallersFurtherParameters() {
        JsonNode body = body(Dialect.OPENAI, "user", "u1");

        assertThat(body.path("user").asText()).isEqualTo("u1");
        assertThat(body.path("dimensions").asInt()).isEqualTo(8);
        assertThat(body.path("model").asText()).isEqualTo("vec");
        assertThat(body.path("input").get(1).asText()).isEqualTo("second text");
    }

    @Test
    void mistralsBodyHasItsOwnNameForDimensionsAndNothingItRefuses() {
        JsonNode body = body(Dialect.MISTRAL, "user", "u1");

        assertThat(body.path("output_dimension").asInt()).isEqualTo(8);
        assertThat(body.has("dimensions")).isFalse();
        assertThat(body.has("user")).isFalse();
    }

    @Test
    void ollamasBodyForbidsCuttingTextsSilently() {
        JsonNode body = body(Dialect.OLLAMA, "keep_alive", "10m");

        assertThat(body.path("truncate").isBoolean()).isTrue();
        assertThat(body.path("truncate").asBoolean()).isFalse();
        assertThat(body.path("dimensions").asInt()).isEqualTo(8);
        assertThat(body.path("keep_alive").asText()).isEqualTo("10m");
    }

    @Test
    void geminisBodyHasARequestPerText() {
        JsonNode body = body(Dialect.GEMINI, "task_type", "RETRIEVAL_QUERY");

        assertThat(body.path("requests")).hasSize(2);
        JsonNode second = body.path("requests").get(1);
        assertThat(second.path("model").asText()).isEqualTo("models/vec");
        assertThat(second.at("/content/parts/0/text").asText()).isEqualTo("second text");
        assertThat(second.path("outputDimensionality").asInt()).isEqualTo(8);
        assertThat(second.path("taskType").asText()).isEqualTo("RETRIEVAL_QUERY");
    }

    private static JsonNode body(Dialect dialect, String extra, String value) {
        EmbeddingInput input =
                new EmbeddingInput(TWO.texts(), 8, Map.of(extra, TextNode.valueOf(value)));
        embed(dialect, Script.DEFAULT, input);
        return json(simulator.provider(dialect.wireName()).counts().requests().getLast());
    }

    private static JsonNode json(RecordedRequest request) {
        try {
            return Json.mapper().readTree(request.body());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void moreTextsThanARequestTakesGoInSeveralAndComeBackInOrder() {
        // Given
        List<String> texts = IntStream.range(0, 250).mapToObj("text number %d"::formatted).toList();
        EmbeddingInput input = new EmbeddingInput(texts, null, null);

        // When
        CallOutcome outcome = embed(Dialect.GEMINI, Script.DEFAULT, input);

        // Then
        assertThat(outcome).isInstanceOf(Embedded.class);
        assertThat(((Embedded) outcome).vectors()).isEqualTo(vectors(input));
        SimulatedProvider gemini = simulator.provider("gemini");
        assertThat(gemini.counts().requests())
                .extracting(request -> json(request).path("requests").size())
                .containsExactly(100, 100, 50);
        assertThat(outcome.usage()).isNotNull();
        assertThat(outcome.usage().input())
                .isEqualTo(texts.stream().mapToLong(text -> text.length() / 4).sum());
    }

    @Test
    void eachRequestHasTheFirstAnswersTimeToItself() {
        Provider.Timeouts patient =
                new Provider.Timeouts(
                        Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(800));
        List<String> texts = IntStream.range(0, 150).mapToObj("text number %d"::formatted).toList();
        Script slow = Script.builder().latency(Duration.ofMillis(1_200)).build();

        CallOutcome outcome =
                embed(Dialect.GEMINI, slow, new EmbeddingInput(texts, null, null), patient);

        assertThat(outcome).isInstanceOf(Embedded.class);
    }

    static Stream<Arguments> faults() {
        List<Arguments> rows = new ArrayList<>();
        for (Dialect dialect :
                List.of(Dialect.OPENAI, Dialect.MISTRAL, Dialect.GEMINI, Dialect.OLLAMA)) {
            rows.add(row(dialect, status(401), ErrorClass.PROVIDER_AUTHENTICATION));
            rows.add(row(dialect, status(429), ErrorClass.RATE_LIMITED));
            rows.add(row(dialect, status(500), ErrorClass.UNAVAILABLE));
            rows.add(row(dialect, new Fault.CutBeforeContent(), ErrorClass.UNAVAILABLE));
            rows.add(row(dialect, new Fault.CutAfter(1), ErrorClass.UNAVAILABLE));
            rows.add(row(dialect, new Fault.CleanEof(1), ErrorClass.UNAVAILABLE));
            rows.add(row(dialect, new Fault.HangBeforeHeaders(), ErrorClass.TIMEOUT));
            rows.add(row(dialect, new Fault.HangAfterHeaders(), ErrorClass.TIMEOUT));
            rows.add(row(dialect, new Fault.HangMidStream(1), ErrorClass.TIMEOUT));
            rows.add(row(dialect, new Fault.Html200(), ErrorClass.UNAVAILABLE));
            rows.add(row(dialect, new Fault.Empty200(), ErrorClass.UNAVAILABLE));
            rows.add(
                    row(
                            dialect,
                            new Fault.ErrorInBand(0, 0, "the engine broke"),
                            ErrorClass.UNAVAILABLE));
            rows.add(row(dialect, answer("{}"), ErrorClass.UNAVAILABLE));
            rows.add(row(dialect, answer("[1, 2]"), ErrorClass.UNAVAILABLE));
        }
        rows.add(
                row(
                        Dialect.OPENAI,
                        answer("{\"data\":[{\"index\":0,\"embedding\":[0.5]}]}"),
                        ErrorClass.UNAVAILABLE));
        rows.add(
                row(
                        Dialect.OPENAI,
                        answer(
                                "{\"data\":[{\"index\":1,\"embedding\":[0.5]},{\"index\":1,\"embedding\":[0.5]}]}"),
                        ErrorClass.UNAVAILABLE));
        rows.add(
                row(
                        Dialect.OPENAI,
                        answer(
                                "{\"data\":[{\"index\":0,\"embedding\":[]},{\"index\":1,\"embedding\":[]}]}"),
                        ErrorClass.UNAVAILABLE));
        rows.add(
                row(
                        Dialect.OLLAMA,
                        answer("{\"embeddings\":[[0.5,0.5],[0.5]]}"),
                        ErrorClass.UNAVAILABLE));
        rows.add(
                row(
                        Dialect.OLLAMA,
                        answer("{\"embeddings\":[[0.5,null],[0.5,0.5]]}"),
                        ErrorClass.UNAVAILABLE));
        return rows.stream();
    }

    private static Arguments row(Dialect dialect, Fault fault, ErrorClass expected) {
        return Arguments.of(dialect, fault, expected);
    }

    private static Fault status(int status) {
        return new Fault.Status(status, null, null);
    }

    private static Fault answer(String body) {
        return new Fault.Status(200, null, body);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("faults")
    void whatIsNoAnswerIsAFailure(Dialect dialect, Fault fault, ErrorClass expected) {
        CallOutcome outcome =
                embed(
                        dialect,
                        Script.failing(fault),
                        TWO,
                        expected == ErrorClass.TIMEOUT ? SHORT : LONG);

        assertThat(outcome).isInstanceOf(Failed.class);
        Failed failed = (Failed) outcome;
        assertThat(failed.error().errorClass()).as(failed.error().message()).isEqualTo(expected);
        assertThat(failed.contentSeen()).isFalse();
        assertThat(failed.error().message()).doesNotContain(Requests.KEY.reveal()).startsWith("p ");
    }

    @Test
    void base64IsUnderstoodToo() {
        String vector = VectorText.of(new float[] {0.25f, -1f});
        String body =
                "{\"data\":[{\"index\":1,\"embedding\":\"%s\"},{\"index\":0,\"embedding\":[1,2]}]}"
                        .formatted(vector);

        CallOutcome outcome = embed(Dialect.OPENAI, Script.failing(answer(body)), TWO);

        assertThat(outcome).isInstanceOf(Embedded.class);
        assertThat(((Embedded) outcome).vectors())
                .containsExactly(VectorText.of(new float[] {1f, 2f}), vector);
    }

    @Test
    void vectorsOfAnotherLengthThanAskedForAreRefusedAndPaidFor() {
        EmbeddingInput three = new EmbeddingInput(List.of("a text"), 3, null);
        Script ignoring =
                Script.failing(answer("{\"embeddings\":[[0.5,0.5]],\"prompt_eval_count\":7}"));

        CallOutcome outcome = embed(Dialect.OLLAMA, ignoring, three);

        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(((Failed) outcome).error().errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
        assertThat(((Failed) outcome).error().message())
                .isEqualTo("p makes vectors of 2 dimensions, not of the 3 asked for");
        assertThat(outcome.usage()).isEqualTo(new Usage(7, 0, 0, 0, 0, false));
    }

    @Test
    void anAnswerWithTooFewVectorsIsPaidForToo() {
        Script one = Script.failing(answer("{\"embeddings\":[[0.5]],\"prompt_eval_count\":7}"));

        CallOutcome outcome = embed(Dialect.OLLAMA, one, TWO);

        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(((Failed) outcome).error().message())
                .isEqualTo("p answered with 1 vectors for 2 texts");
        assertThat(outcome.usage()).isEqualTo(new Usage(7, 0, 0, 0, 0, false));
    }

    @Test
    void moreNumbersThanAResultCarriesAreRefusedWithTheRemedy() {
        // Given
        int dimensions = 7_001;
        List<String> texts = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
        EmbeddingInput input = new EmbeddingInput(texts, dimensions, null);

        // When
        CallOutcome outcome = embed(Dialect.OPENAI, Script.DEFAULT, input);

        // Then
        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(((Failed) outcome).error().errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
        assertThat(((Failed) outcome).error().message())
                .contains("1400200 numbers", "at most 1400000", "fewer texts");
    }

    @Test
    void aCancelEndsTheCallAndItsConnection() throws Exception {
        // Given
        SimulatedProvider silent =
                simulator.script("silent", Script.failing(new Fault.HangBeforeHeaders()));
        CallCancel cancel = new CallCancel();
        CallRequest request = request(Dialect.OPENAI, "silent", LONG, TWO);
        Thread canceller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                silent.await(c -> c.inFlight() == 1, Duration.ofSeconds(20));
                                cancel.cancel();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });

        // When
        CallOutcome outcome = CALL.embed(request, TWO, cancel);

        // Then
        canceller.join();
        assertThat(outcome).isInstanceOf(CallOutcome.Cancelled.class);
        assertThat(silent.await(counts -> counts.aborted() == 1, Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void aDialectWithoutEmbeddingsSaysSo() {
        CallOutcome outcome =
                CALL.embed(
                        request(Dialect.ANTHROPIC, "anthropic", LONG, TWO), TWO, new CallCancel());

        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(((Failed) outcome).error().errorClass()).isEqualTo(ErrorClass.MODEL_NOT_FOUND);
        assertThat(((Failed) outcome).error().message())
                .isEqualTo("p has no embeddings: dialect anthropic knows none");
    }

    @Test
    void aFieldThatIsNoneOfOllamasIsNotSentThere() {
        EmbeddingInput input =
                new EmbeddingInput(List.of("a"), null, Map.of("n", IntNode.valueOf(1)));

        embed(Dialect.OLLAMA, Script.DEFAULT, input);

        assertThat(json(simulator.provider("ollama").counts().requests().getLast()).has("n"))
                .isFalse();
    }
}
