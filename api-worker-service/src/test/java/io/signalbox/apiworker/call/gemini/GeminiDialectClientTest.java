package io.signalbox.apiworker.call.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.RawServer;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.limits.RateLimits;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import io.signalbox.contracts.job.ToolCall;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Gemini answers, as it becomes an outcome. The ways to fail are the FaultWallTest's. */
@Timeout(20)
class GeminiDialectClientTest {

    private static final UpstreamHttp HTTP = new UpstreamHttp();
    private static final GeminiDialectClient CLIENT =
            new GeminiDialectClient(HTTP, InstantSource.system());

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
    void textComesAsItIsSaidAndTheLastUsageCounts() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(
                                chunk("{\"text\":\"Par\"}", "", 1),
                                chunk("{\"text\":\"is\"}", "STOP", 2));

        assertThat(texts).containsExactly("Par", "is");
        assertThat(succeeded.text()).isEqualTo("Paris");
        assertThat(succeeded.finishReason()).isEqualTo("stop");
        assertThat(succeeded.reasoning()).isNull();
        assertThat(succeeded.usage()).isEqualTo(new Usage(10, 4, 0, 21, 19, false));
        assertThat(succeeded.cost())
                .as("6 fresh, 4 cached, 2 said and 19 thought")
                .isEqualTo(new Usd(new BigDecimal("0.0000484")));
        assertThat(succeeded.ttftMs()).isNotNull();
    }

    @Test
    void thoughtsAreKeptApart() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(
                                chunk("{\"text\":\"Hm\",\"thought\":true}", "", 0),
                                chunk(
                                        "{\"text\":\"m\",\"thought\":true},{\"text\":\"Yes\"}",
                                        "",
                                        1),
                                chunk("{\"text\":\"\",\"thoughtSignature\":\"abc\"}", "STOP", 1));

        assertThat(reasonings).containsExactly("Hm", "m");
        assertThat(succeeded.reasoning()).isEqualTo("Hmm");
        assertThat(texts).containsExactly("Yes");
    }

    @Test
    void toolCallsGetTheIdsThatOlderModelsLack() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(
                                chunk(
                                        "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Rome\"}},\"thoughtSignature\":\"s\"},"
                                                + "{\"functionCall\":{\"id\":\"fc_1\",\"name\":\"time\"}}",
                                        "STOP",
                                        5));

        String made = "call_01JDXXXXXXXXXXXXXXXXXXXXXX_1_0";
        assertThat(succeeded.finishReason()).isEqualTo("tool_calls");
        assertThat(succeeded.text()).isEmpty();
        assertThat(succeeded.toolCalls())
                .containsExactly(
                        ToolCall.of(made, "weather", "{\"city\":\"Rome\"}"),
                        ToolCall.of("fc_1", "time", "{}"));
        assertThat(toolDeltas)
                .containsExactly(
                        new ToolCallDelta(0, made, "weather", "{\"city\":\"Rome\"}"),
                        new ToolCallDelta(1, "fc_1", "time", "{}"));
    }

    @Test
    void anAnswerThatWasCutSaysSo() throws IOException {
        Succeeded succeeded = (Succeeded) call(chunk("{\"text\":\"Pa\"}", "MAX_TOKENS", 1));

        assertThat(succeeded.finishReason()).isEqualTo("length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII"})
    void whatIsBlockedIsFiltered(String reason) throws IOException {
        Failed failed =
                (Failed) call("{\"candidates\":[{\"finishReason\":\"%s\"}]}".formatted(reason));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.CONTENT_FILTERED);
        assertThat(failed.error().message()).contains(reason);
    }

    @Test
    void aPartlyBlockedAnswerIsAnAnswerThatSaysSo() throws IOException {
        Succeeded succeeded = (Succeeded) call(chunk("{\"text\":\"Pa\"}", "SAFETY", 1));

        assertThat(succeeded.finishReason()).isEqualTo("content_filter");
        assertThat(succeeded.text()).isEqualTo("Pa");
    }

    @Test
    void aBlockedPromptIsFilteredAndItsPromptIsPaid() throws IOException {
        Failed failed =
                (Failed)
                        call(
                                "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},\"usageMetadata\":{\"promptTokenCount\":7}}");

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.CONTENT_FILTERED);
        assertThat(failed.error().message()).contains("prompt was blocked (PROHIBITED_CONTENT)");
        assertThat(failed.usage()).isEqualTo(new Usage(7, 0, 0, 0, 0, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MALFORMED_FUNCTION_CALL", "OTHER", "FINISH_REASON_UNSPECIFIED", "NEW"})
    void whatIsNotKnownToBeWholeIsNot(String reason) throws IOException {
        Failed failed = (Failed) call(chunk("{\"text\":\"Pa\"}", reason, 1));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(failed.error().message()).contains(reason);
        assertThat(failed.contentSeen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "429 | RATE_LIMITED | 26 | {\"code\":429,\"message\":\"Quota exceeded\",\"details\":[{\"violations\":[{\"quotaId\":\"GenerateContentInputTokensPerModelPerMinute-FreeTier\",\"quotaValue\":\"250000\"}]},{\"retryDelay\":\"26s\"}]}",
                "400 | PROVIDER_AUTHENTICATION | | {\"code\":400,\"message\":\"API key not valid.\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}",
                "400 | CONTEXT_TOO_LONG | | {\"code\":400,\"message\":\"The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).\",\"status\":\"INVALID_ARGUMENT\"}",
                "400 | INVALID_REQUEST | | {\"code\":400,\"message\":\"Invalid JSON payload received. Unknown name\",\"status\":\"INVALID_ARGUMENT\"}",
                "404 | MODEL_NOT_FOUND | | {\"code\":404,\"message\":\"models/x is not found for API version v1beta\",\"status\":\"NOT_FOUND\"}",
                "503 | OVERLOADED | | {\"code\":503,\"message\":\"The model is overloaded. Please try again later.\",\"status\":\"UNAVAILABLE\"}",
                "500 | UNAVAILABLE | | {\"code\":500,\"message\":\"Internal error encountered.\",\"status\":\"INTERNAL\"}"
            })
    void errorsAreWhatTheySay(int status, ErrorClass expected, Integer seconds, String error)
            throws IOException {
        try (RawServer server =
                new RawServer(
                        c -> c.answer(status, "application/json", "{\"error\":" + error + "}"))) {
            Failed failed = (Failed) call(server);

            assertThat(failed.error().errorClass()).isEqualTo(expected);
            assertThat(failed.retryAfter())
                    .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
            assertThat(failed.usage()).isNull();
        }
    }

    @Test
    void aSpentDayIsHandedOutWithTheTimeOfItsReset() throws IOException {
        try (RawServer server =
                new RawServer(c ->
                        c.answer(
                                429,
                                "application/json",
                                "[{\"error\":{\"code\":429,\"details\":[{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\",\"quotaValue\":\"250\"}]},{\"retryDelay\":\"22s\"}]}}]"))) {
            Failed failed = (Failed) call(server);

            assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.QUOTA_EXHAUSTED);
            assertThat(failed.limits().dimensions())
                    .singleElement()
                    .satisfies(day -> assertThat(day.limit()).isEqualTo(250))
                    .matches(RateLimits.Dimension::isExhausted);
            assertThat(failed.limits().exhaustedUntil()).isPresent();
        }
    }

    @Test
    void anErrorInTheStreamEndsTheCall() throws IOException {
        Failed failed =
                (Failed)
                        call(
                                chunk("{\"text\":\"Pa\"}", "", 1),
                                "{\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}");

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.OVERLOADED);
        assertThat(failed.usage()).isEqualTo(new Usage(10, 4, 0, 20, 19, false));
    }

    @Test
    void aServerThatDoesNotCloseIsNotWaitedFor() throws IOException {
        CompletableFuture<Long> closed = new CompletableFuture<>();
        try (RawServer server =
                new RawServer(c -> {
                    c.stream().data(chunk("{\"text\":\"a\"}", "STOP", 1));
                    c.hang(closed);
                })) {
            assertThat(call(server)).isInstanceOf(Succeeded.class);
            assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private CallOutcome call(String... events) throws IOException {
        try (RawServer server =
                new RawServer(c -> {
                    c.stream();
                    for (String event : events) {
                        c.send("data: " + event + "\r\n\r\n");
                    }
                    c.end();
                })) {
            return call(server);
        }
    }

    private CallOutcome call(RawServer server) {
        return CLIENT.call(
                Requests.request(Requests.provider(Dialect.GEMINI, server.baseUrl())),
                listener,
                new CallCancel());
    }

    /**
     * @param said tokens of the answer so far
     */
    private static String chunk(String parts, String finish, int said) {
        return """
        {"candidates":[{"content":{"role":"model","parts":[%s]},%s"index":0}],\
        "usageMetadata":{"promptTokenCount":8,"toolUsePromptTokenCount":2,"cachedContentTokenCount":4,\
        "candidatesTokenCount":%d,"thoughtsTokenCount":19}}\
        """
                .formatted(
                        parts,
                        finish.isEmpty() ? "" : "\"finishReason\":\"" + finish + "\",",
                        said);
    }
}
