package io.signalbox.apiworker.call.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallOutcome.Cancelled;
import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.RawServer;
import io.signalbox.apiworker.call.RawServer.Connection;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ToolCall;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Ollama answers, as it becomes an outcome. The ways to fail are the FaultWallTest's. */
@Timeout(20)
class OllamaDialectClientTest {

    private static final UpstreamHttp HTTP = new UpstreamHttp();
    private static final OllamaDialectClient CLIENT =
            new OllamaDialectClient(HTTP, InstantSource.system());

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
    void textComesAsItIsSaidAndIsFree() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                lines(
                                        c,
                                        said("\"content\":\"Par\""),
                                        said("\"content\":\"is\""),
                                        done("stop", 26, 290)));

        assertThat(texts).containsExactly("Par", "is");
        assertThat(succeeded.text()).isEqualTo("Paris");
        assertThat(succeeded.finishReason()).isEqualTo("stop");
        assertThat(succeeded.reasoning()).isNull();
        assertThat(succeeded.usage()).isEqualTo(new Usage(26, 0, 0, 290, 0, false));
        assertThat(succeeded.cost()).isEqualTo(Usd.ZERO);
        assertThat(succeeded.unpriced()).isFalse();
        assertThat(succeeded.ttftMs()).isNotNull();
    }

    @Test
    void theAnswerThatWasCutSaysSo() throws IOException {
        Succeeded succeeded =
                (Succeeded) call(c -> lines(c, said("\"content\":\"Pa\""), done("length", 26, 1)));

        assertThat(succeeded.finishReason()).isEqualTo("length");
    }

    @Test
    void anOldVersionGivesNoReason() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                lines(
                                        c,
                                        said("\"content\":\"a\""),
                                        "{\"model\":\"m\",\"done\":true,\"prompt_eval_count\":3,\"eval_count\":1}"));

        assertThat(succeeded.finishReason()).isEqualTo("stop");
    }

    @Test
    void thinkingIsKeptApart() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                lines(
                                        c,
                                        said("\"content\":\"\",\"thinking\":\"Hm\""),
                                        said("\"content\":\"\",\"thinking\":\"m\""),
                                        said("\"content\":\"Yes\""),
                                        done("stop", 5, 9)));

        assertThat(reasonings).containsExactly("Hm", "m");
        assertThat(succeeded.reasoning()).isEqualTo("Hmm");
        assertThat(succeeded.text()).isEqualTo("Yes");
        assertThat(texts).containsExactly("Yes");
    }

    @Test
    void toolCallsGetTheIdsThatOldVersionsLackAndArgumentsAsText() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                lines(
                                        c,
                                        said(
                                                "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"weather\",\"arguments\":{\"city\":\"Rome\"}}}]"),
                                        said(
                                                "\"content\":\"\",\"tool_calls\":[{\"id\":\"call_x\",\"function\":{\"index\":1,\"name\":\"time\",\"arguments\":{}}}]"),
                                        done("stop", 5, 9)));

        String made = "call_01JDXXXXXXXXXXXXXXXXXXXXXX_1_0";
        assertThat(succeeded.finishReason()).isEqualTo("tool_calls");
        assertThat(succeeded.text()).isEmpty();
        assertThat(succeeded.toolCalls())
                .containsExactly(
                        ToolCall.of(made, "weather", "{\"city\":\"Rome\"}"),
                        ToolCall.of("call_x", "time", "{}"));
        assertThat(toolDeltas)
                .containsExactly(
                        new ToolCallDelta(0, made, "weather", "{\"city\":\"Rome\"}"),
                        new ToolCallDelta(1, "call_x", "time", "{}"));
        assertThat(succeeded.ttftMs()).isNotNull();
    }

    @Test
    void aPromptThatWasCachedAndNotCountedIsEstimated() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                lines(
                                        c,
                                        said("\"content\":\"a\""),
                                        "{\"done\":true,\"done_reason\":\"stop\",\"eval_count\":7}"));

        // A question of about 7 tokens with what frames it.
        assertThat(succeeded.usage()).isEqualTo(new Usage(14, 0, 0, 7, 0, true));
    }

    @Test
    void usageThatIsNotReportedIsEstimated() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                lines(
                                        c,
                                        said("\"content\":\"12345678\""),
                                        "{\"done\":true,\"done_reason\":\"stop\"}"));

        assertThat(succeeded.usage()).isEqualTo(new Usage(14, 0, 0, 2, 0, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404 | model \\"m\\" not found, try pulling it first | MODEL_NOT_FOUND
                    404 | model 'm' not found | MODEL_NOT_FOUND
                    503 | server busy, please try again. maximum pending requests exceeded | OVERLOADED
                    400 | registry.ollama.ai/library/m does not support tools | INVALID_REQUEST
                    400 | the input length exceeds the context length | CONTEXT_TOO_LONG
                    500 | the input length exceeds the context length | CONTEXT_TOO_LONG
                    500 | llama runner process has terminated: exit status 2 | UNAVAILABLE
                    500 | model requires more system memory (9.1 GiB) than is available (4.0 GiB) | UNAVAILABLE
                    401 | unauthorized | PROVIDER_AUTHENTICATION
                    429 | you have reached your usage limit | RATE_LIMITED
                    """)
    void itsErrorsInItsOwnWords(int status, String words, ErrorClass expected) throws IOException {
        Failed failed =
                (Failed)
                        call(c ->
                                c.answer(
                                        status,
                                        "application/json; charset=utf-8",
                                        "{\"error\":\"" + words + "\"}"));

        assertThat(failed.error().errorClass()).isEqualTo(expected);
        assertThat(failed.error().message())
                .isEqualTo("p answered " + status + ": " + words.replace("\\", ""));
    }

    /** As version 0.12.6 and later say it to {@code "truncate": false}. */
    @Test
    void aPromptLongerThanItsContextIsTooLong() throws IOException {
        Failed failed =
                (Failed)
                        call(c ->
                                c.answer(
                                        400,
                                        "application/json",
                                        "{\"error\":\"{\\\"error\\\":{\\\"code\\\":400,\\\"message\\\":\\\"request (8889 tokens) exceeds the available context size (4096 tokens), try increasing it\\\"}}\"}"));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.CONTEXT_TOO_LONG);
    }

    @Test
    void anErrorInTheStreamIsNotAnAnswer() throws IOException {
        Failed failed =
                (Failed)
                        call(c ->
                                lines(
                                        c,
                                        said("\"content\":\"a\""),
                                        "{\"error\":\"an error was encountered while running the model\"}"));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(failed.error().message())
                .isEqualTo(
                        "p failed in its stream: an error was encountered while running the model");
        assertThat(failed.contentSeen()).isTrue();
        assertThat(failed.usage()).isEqualTo(new Usage(14, 0, 0, 1, 0, true));
    }

    @Test
    void aServerThatEchoesAConfiguredKeyGivesNothingAway() throws IOException {
        String key = "0f4e8a17c2b94d56";
        try (RawServer server =
                new RawServer(c ->
                        c.answer(
                                401,
                                "application/json",
                                "{\"error\":\"no such key: " + key + "\"}"))) {
            Provider provider =
                    Requests.withHeaders(Requests.ollama(server.url()), Map.of("api-key", key));

            Failed failed =
                    (Failed) CLIENT.call(Requests.request(provider), listener, new CallCancel());

            assertThat(failed.error().message()).isEqualTo("p answered 401: no such key: ***");
        }
    }

    @Test
    void loadingIsNoAnswer() throws IOException {
        Failed failed = (Failed) call(c -> lines(c, "{\"done\":true,\"done_reason\":\"load\"}"));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(failed.error().message()).isEqualTo("p ended its answer with 'load'");
    }

    @Test
    void aServerThatForgetsToCloseIsNotWaitedFor() throws IOException {
        CompletableFuture<Long> closed = new CompletableFuture<>();
        CallOutcome outcome =
                call(c -> {
                    c.stream("application/x-ndjson")
                            .send(said("\"content\":\"a\"") + "\n" + done("stop", 1, 1) + "\n");
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
                    c.stream("application/x-ndjson").send(said("\"content\":\"a\"") + "\n");
                    c.hang(closed);
                })) {
            CallRequest request = Requests.request(Requests.ollama(server.url()));
            CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() ->
                            outcome.complete(
                                    CLIENT.call(
                                            request,
                                            (t, r, tools) -> seen.complete(null),
                                            cancel)));
            seen.get(10, TimeUnit.SECONDS);

            cancel.cancel();

            assertThat(((Cancelled) outcome.get(10, TimeUnit.SECONDS)).contentSeen()).isTrue();
            assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private CallOutcome call(RawServer.Script script) throws IOException {
        try (RawServer server = new RawServer(script)) {
            CallRequest priced = Requests.request(Requests.ollama(server.url()));
            ChatInput input = priced.input();
            return CLIENT.call(
                    Requests.request(priced.provider(), input, null), listener, new CallCancel());
        }
    }

    /** All lines, cut where no line ends: the reader must not care. */
    private static void lines(Connection connection, String... lines) throws IOException {
        String body = String.join("\n", lines) + "\n";
        int middle = body.length() / 2;
        connection.stream("application/x-ndjson")
                .send(body.substring(0, middle))
                .send(body.substring(middle))
                .end();
    }

    private static String said(String fields) {
        return "{\"model\":\"m\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\","
                + fields
                + "},\"done\":false}";
    }

    private static String done(String reason, int prompt, int output) {
        return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done_reason\":\"%s\",\"done\":true,\"total_duration\":5,\"prompt_eval_count\":%d,\"eval_count\":%d}"
                .formatted(reason, prompt, output);
    }
}
