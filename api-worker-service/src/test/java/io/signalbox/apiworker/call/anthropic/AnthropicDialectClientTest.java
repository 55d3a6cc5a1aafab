package io.signalbox.apiworker.call.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallOutcome.Cancelled;
import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.RawServer;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ToolCall;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Anthropic answers, as it becomes an outcome and a bill. The ways to fail that every dialect
 * has are the FaultWallTest's.
 */
@Timeout(20)
class AnthropicDialectClientTest {

    private static final UpstreamHttp HTTP = new UpstreamHttp();
    private static final AnthropicDialectClient CLIENT =
            new AnthropicDialectClient(HTTP, InstantSource.system());

    /** Claude Sonnet 4.5's, as the registry has it. */
    private static final Price PRICE =
            new Price(
                    new BigDecimal("3"),
                    new BigDecimal("15"),
                    new BigDecimal("0.3"),
                    new BigDecimal("3.75"),
                    new Price.LongContext(
                            200_000,
                            new Price(
                                    new BigDecimal("6"),
                                    new BigDecimal("22.5"),
                                    new BigDecimal("0.6"),
                                    null,
                                    null)));

    private static final String TEXT_BLOCK =
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}";
    private static final String BLOCK_END = "{\"type\":\"content_block_stop\",\"index\":0}";
    private static final String STOP = "{\"type\":\"message_stop\"}";

    private final List<String> texts = new ArrayList<>();
    private final List<String> reasonings = new ArrayList<>();
    private final List<ToolCallDelta> toolDeltas = new ArrayList<>();
    private final DeltaListener listener =
            (text, reasoning, toolCalls) -> {
                if (text != null) {
                    texts.add(text);
                }
                if (reasoning != null) {
                    reasonings.add(reasoning);
                }
                toolDeltas.addAll(toolCalls);
            };

    @AfterAll
    static void close() {
        HTTP.close();
    }

    @Test
    void textComesAsItIsSaid() throws IOException {
        Succeeded succeeded = (Succeeded) answer(10, text("Par"), text("is"), end("end_turn", 5));

        assertThat(texts).containsExactly("Par", "is");
        assertThat(succeeded.text()).isEqualTo("Paris");
        assertThat(succeeded.finishReason()).isEqualTo("stop");
        assertThat(succeeded.reasoning()).isNull();
        assertThat(succeeded.usage()).isEqualTo(new Usage(10, 0, 0, 5, 0, false));
        assertThat(succeeded.ttftMs()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, stop",
        "stop_sequence, stop",
        "max_tokens, length",
        "tool_use, tool_calls",
    })
    void aWholeAnswerSaysWhyItEnded(String reason, String expected) throws IOException {
        Succeeded succeeded = (Succeeded) answer(10, text("a"), end(reason, 5));

        assertThat(succeeded.finishReason()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "refusal, CONTENT_FILTERED, p refused to answer",
        "model_context_window_exceeded, CONTEXT_TOO_LONG,"
                + " p ended its answer with 'model_context_window_exceeded'",
        "pause_turn, UNAVAILABLE, p ended its answer with 'pause_turn'",
        "gave_up, UNAVAILABLE, p ended its answer with 'gave_up'",
    })
    void anAnswerThatIsNotWholeIsNone(String reason, ErrorClass expected, String words)
            throws IOException {
        Failed failed = (Failed) answer(10, text("a"), end(reason, 5));

        assertThat(failed.error().errorClass()).isEqualTo(expected);
        assertThat(failed.error().message()).isEqualTo(words);
        assertThat(failed.contentSeen()).isTrue();
        assertThat(failed.usage()).isEqualTo(new Usage(10, 0, 0, 5, 0, false));
    }

    @Test
    void aRefusalIsToldInItsOwnWords() throws IOException {
        Failed failed =
                (Failed)
                        answer(
                                10,
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\",\"stop_details\":"
                                        + "{\"type\":\"refusal\",\"category\":\"bio\",\"explanation\":\"Not that.\"}},"
                                        + "\"usage\":{\"output_tokens\":1}}");

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.CONTENT_FILTERED);
        assertThat(failed.error().message()).isEqualTo("p refused: Not that.");
    }

    @Test
    void thinkingIsKeptApartAndItsSignatureLeftOut() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        answer(
                                10,
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}",
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"Hm\"}}",
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"m\"}}",
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"EqQB\"}}",
                                BLOCK_END,
                                "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"redacted_thinking\",\"data\":\"x\"}}",
                                "{\"type\":\"content_block_stop\",\"index\":1}",
                                text("Yes"),
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":9,\"output_tokens_details\":{\"thinking_tokens\":6}}}",
                                STOP);

        assertThat(reasonings).containsExactly("Hm", "m");
        assertThat(succeeded.reasoning()).isEqualTo("Hmm");
        assertThat(succeeded.text()).isEqualTo("Yes");
        assertThat(succeeded.usage()).isEqualTo(new Usage(10, 0, 0, 9, 6, false));
    }

    @Test
    void parallelToolCallsAreAssembledByTheirBlocks() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        answer(
                                10,
                                TEXT_BLOCK,
                                text("Let me see."),
                                BLOCK_END,
                                tool(1, "toolu_1", "weather"),
                                tool(2, "toolu_2", "time"),
                                json(1, "{\\\"city\\\":"),
                                json(2, ""),
                                json(1, "\\\"Rome\\\"}"),
                                "{\"type\":\"content_block_stop\",\"index\":1}",
                                "{\"type\":\"content_block_stop\",\"index\":2}",
                                end("tool_use", 9));

        assertThat(succeeded.text()).isEqualTo("Let me see.");
        assertThat(succeeded.finishReason()).isEqualTo("tool_calls");
        assertThat(succeeded.toolCalls())
                .containsExactly(
                        ToolCall.of("toolu_1", "weather", "{\"city\":\"Rome\"}"),
                        ToolCall.of("toolu_2", "time", "{}"));
        assertThat(toolDeltas)
                .containsExactly(
                        new ToolCallDelta(0, "toolu_1", "weather", null),
                        new ToolCallDelta(1, "toolu_2", "time", null),
                        new ToolCallDelta(0, null, null, "{\"city\":"),
                        new ToolCallDelta(0, null, null, "\"Rome\"}"),
                        new ToolCallDelta(1, null, null, "{}"));
    }

    @Test
    void whatNobodyKnowsIsPassedOver() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        answer(
                                10,
                                "{\"type\":\"ping\"}",
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\"}}",
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}",
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"novel_delta\",\"x\":1}}",
                                "{\"type\":\"novel_event\"}",
                                text("a"),
                                end("end_turn", 5));

        assertThat(succeeded.text()).isEqualTo("a");
        assertThat(succeeded.toolCalls()).isEmpty();
    }

    /** Golden costs; the dollars are worked out by hand from PRICE. */
    @ParameterizedTest
    @CsvSource({
        // 1000 fresh at 3, 500 out at 15
        "1000,    0,     0,  500,  1000,   0.0105",
        // 10 fresh at 3, 90 read at 0.3, 7 out at 15
        "10,     90,     0,    7,   100,   0.000162",
        // 10 fresh at 3, 2000 written at 3.75, 7 out at 15
        "10,      0,  2000,    7,  2010,   0.007635",
        // all three kinds: 100 at 3, 3000 at 0.3, 2000 at 3.75, 1000 out at 15
        "100,  3000,  2000, 1000,  5100,   0.0237",
        // above 200,000 with the cached counted: 1000 at 6, 200000 at 0.6, 100 out at 22.5
        "1000, 200000,   0,  100, 201000,  0.12825",
        // written in the long tier has no price of its own: counts as fresh, at 6
        "1000, 199999, 1000, 100, 201999,  0.1342494",
    })
    void inputCountsEverythingAndEachKindHasItsPrice(
            long fresh, long read, long written, long output, long input, BigDecimal dollars)
            throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(
                                priced(PRICE),
                                "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":%d,\"cache_read_input_tokens\":%d,\"cache_creation_input_tokens\":%d,\"output_tokens\":1}}}"
                                        .formatted(fresh, read, written),
                                text("a"),
                                end("end_turn", output),
                                STOP);

        assertThat(succeeded.usage()).isEqualTo(new Usage(input, read, written, output, 0, false));
        assertThat(succeeded.cost()).isEqualTo(new Usd(dollars));
        assertThat(succeeded.unpriced()).isFalse();
    }

    @Test
    void theEndCorrectsTheStart() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        answer(
                                10,
                                text("a"),
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
                                        + "{\"input_tokens\":12,\"cache_read_input_tokens\":null,\"output_tokens\":5}}",
                                STOP);

        assertThat(succeeded.usage()).isEqualTo(new Usage(12, 0, 0, 5, 0, false));
    }

    @Test
    void withoutAPriceTheCostIsUnknown() throws IOException {
        Succeeded succeeded =
                (Succeeded) call(priced(null), start(10), text("a"), end("end_turn", 5), STOP);

        assertThat(succeeded.cost()).isNull();
        assertThat(succeeded.unpriced()).isTrue();
    }

    @Test
    void usageThatIsNotReportedIsEstimated() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(
                                priced(PRICE),
                                "{\"type\":\"message_start\",\"message\":{\"role\":\"assistant\"}}",
                                text("12345678"),
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}",
                                STOP);

        // A question of about 7 with what frames it, and 8 characters, four to a token.
        assertThat(succeeded.usage()).isEqualTo(new Usage(14, 0, 0, 2, 0, true));
        assertThat(succeeded.cost()).isEqualTo(new Usd(new BigDecimal("0.000072")));
    }

    @Test
    void anAnswerThatBrokeOffHasItsPromptCountedAndItsTextEstimated() throws IOException {
        Failed failed = (Failed) call(priced(PRICE), start(1_000), text("12345678"));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(failed.usage()).isEqualTo(new Usage(1_000, 0, 0, 2, 0, true));
        assertThat(failed.cost()).isEqualTo(new Usd(new BigDecimal("0.00303")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | invalid_request_error | messages: text content blocks must be non-empty | INVALID_REQUEST
                    400 | invalid_request_error | prompt is too long: 210000 tokens > 200000 maximum | CONTEXT_TOO_LONG
                    400 | invalid_request_error | input length and `max_tokens` exceed context limit: 190000 + 32000 > 200000 | CONTEXT_TOO_LONG
                    400 | invalid_request_error | Your credit balance is too low to access the Anthropic API. | QUOTA_EXHAUSTED
                    401 | authentication_error | invalid x-api-key | PROVIDER_AUTHENTICATION
                    402 | billing_error | There is an issue with your billing. | QUOTA_EXHAUSTED
                    403 | permission_error | Your API key does not have permission to use the specified resource. | PROVIDER_AUTHENTICATION
                    404 | not_found_error | model: claude-none | MODEL_NOT_FOUND
                    413 | request_too_large | Request exceeds the maximum size | CONTEXT_TOO_LONG
                    429 | rate_limit_error | This request would exceed your organization's rate limit of 50 requests per minute | RATE_LIMITED
                    500 | api_error | Internal server error | UNAVAILABLE
                    504 | timeout_error | The request timed out | TIMEOUT
                    529 | overloaded_error | Overloaded | OVERLOADED
                    """)
    void itsErrorsInItsOwnWords(int status, String type, String words, ErrorClass expected)
            throws IOException {
        Failed failed = (Failed) refused(status, type, words, "");

        assertThat(failed.error().errorClass()).isEqualTo(expected);
        assertThat(failed.error().message()).isEqualTo("p answered " + status + ": " + words);
        assertThat(failed.error().status()).isEqualTo(status);
        assertThat(failed.usage()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "enforced_spend_limit_reached, QUOTA_EXHAUSTED",
        "contract_spend_limit_reached, QUOTA_EXHAUSTED",
        "ramp_limit_exceeded, RATE_LIMITED",
    })
    void aSpendingLimitIsNoRateLimit(String code, ErrorClass expected) throws IOException {
        Failed failed =
                (Failed)
                        refused(
                                429,
                                "rate_limit_error",
                                "No more.",
                                ",\"details\":{\"error_code\":\"" + code + "\"}");

        assertThat(failed.error().errorClass()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, OVERLOADED",
        "api_error, UNAVAILABLE",
        "rate_limit_error, RATE_LIMITED",
        "timeout_error, TIMEOUT",
    })
    void anErrorInTheStreamIsNotAnAnswer(String type, ErrorClass expected) throws IOException {
        Failed failed =
                (Failed)
                        answer(
                                10,
                                text("a"),
                                "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"Sorry\"}}"
                                        .formatted(type),
                                end("end_turn", 5),
                                STOP);

        assertThat(failed.error().errorClass()).isEqualTo(expected);
        assertThat(failed.error().message()).isEqualTo("p failed in its stream: Sorry");
        assertThat(failed.contentSeen()).isTrue();
    }

    @Test
    void aServerThatForgetsToCloseIsNotWaitedFor() throws IOException {
        CompletableFuture<Long> closed = new CompletableFuture<>();
        CallOutcome outcome =
                call(c -> {
                    c.stream().send(events(start(1), text("a"), end("end_turn", 1), STOP));
                    c.hang(closed);
                });

        assertThat(outcome).isInstanceOf(Succeeded.class);
        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aCancelClosesTheConnection() throws Exception {
        CompletableFuture<Long> closed = new CompletableFuture<>();
        CompletableFuture<Void> seen = new CompletableFuture<>();
        CallCancel cancel = new CallCancel();
        try (RawServer server =
                new RawServer(c -> {
                    c.stream().send(events(start(1), text("a")));
                    c.hang(closed);
                })) {
            CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() ->
                            outcome.complete(
                                    CLIENT.call(
                                            Requests.request(
                                                    Requests.provider(
                                                            Dialect.ANTHROPIC, server.baseUrl())),
                                            (t, r, tools) -> seen.complete(null),
                                            cancel)));
            seen.get(10, TimeUnit.SECONDS);

            cancel.cancel();

            assertThat(((Cancelled) outcome.get(10, TimeUnit.SECONDS)).contentSeen()).isTrue();
            assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private CallOutcome answer(int inputTokens, String... events) throws IOException {
        String[] all = new String[events.length + 1];
        all[0] = start(inputTokens);
        System.arraycopy(events, 0, all, 1, events.length);
        return call(Requests.model(true), all);
    }

    private CallOutcome refused(int status, String type, String words, String more)
            throws IOException {
        return call(c ->
                c.answer(
                        status,
                        "application/json",
                        "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"%s},\"request_id\":\"req_1\"}"
                                .formatted(type, words, more),
                        "request-id: req_1"));
    }

    private CallOutcome call(RawServer.Script script) throws IOException {
        return call(Requests.model(true), script);
    }

    private CallOutcome call(Model model, String... events) throws IOException {
        return call(model, c -> c.stream().send(events(events)).end());
    }

    private CallOutcome call(Model model, RawServer.Script script) throws IOException {
        try (RawServer server = new RawServer(script)) {
            return CLIENT.call(
                    Requests.request(
                            Requests.provider(Dialect.ANTHROPIC, server.baseUrl()),
                            ChatInput.of("What is the capital of France?"),
                            model),
                    listener,
                    new CallCancel());
        }
    }

    private static Model priced(@Nullable Price price) {
        Model model = Requests.model(true);
        return new Model(
                model.provider(),
                model.id(),
                null,
                null,
                price,
                model.capabilities(),
                null,
                List.of(),
                List.of(),
                model.ratings(),
                true,
                null,
                null,
                null,
                null);
    }

    /** As Anthropic frames them: each named by its type. */
    private static String events(String... events) {
        StringBuilder stream = new StringBuilder();
        for (String event : events) {
            String type = event.substring("{\"type\":\"".length(), event.indexOf('"', 9));
            stream.append("event: ").append(type).append("\ndata: ").append(event).append("\n\n");
        }
        return stream.toString();
    }

    private static String start(int inputTokens) {
        return "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"usage\":{\"input_tokens\":%d,\"output_tokens\":1}}}"
                .formatted(inputTokens);
    }

    private static String text(String text) {
        return "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
                + text
                + "\"}}";
    }

    private static String tool(int index, String id, String name) {
        return "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"%s\",\"input\":{}}}"
                .formatted(index, id, name);
    }

    private static String json(int index, String part) {
        return "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"%s\"}}"
                .formatted(index, part);
    }

    private static String end(String reason, long output) {
        return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":%d}}"
                .formatted(reason, output);
    }
}
