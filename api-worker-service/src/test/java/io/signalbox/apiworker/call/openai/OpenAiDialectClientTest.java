package io.signalbox.apiworker.call.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is particular to this dialect, and the words of its failures; FaultWallTest has the rest.
 */
@Timeout(60)
class OpenAiDialectClientTest {

    private static final UpstreamHttp HTTP = new UpstreamHttp();
    private static final OpenAiDialectClient CLIENT =
            new OpenAiDialectClient(HTTP, InstantSource.system());

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(20);

    /** For those that send none. */
    private static final Provider.Timeouts SHORT_TO_CONTENT =
            new Provider.Timeouts(LONG, SHORT, LONG);

    /** For those that send some and pause then. */
    private static final Provider.Timeouts SHORT_SILENCE = new Provider.Timeouts(LONG, LONG, SHORT);

    private static final String ROLE =
            "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}";
    private static final String STOP = finish("stop");

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
    void plainTextWithUsageIsPriced() throws IOException {
        CallOutcome outcome =
                call(c ->
                        c.stream()
                                .data(ROLE)
                                .data(text("Par"))
                                .data(text("is"))
                                .data(STOP)
                                .data(
                                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":50,"
                                                + "\"prompt_tokens_details\":{\"cached_tokens\":600},"
                                                + "\"completion_tokens_details\":{\"reasoning_tokens\":20}}}")
                                .data("[DONE]")
                                .end());

        assertThat(texts).containsExactly("Par", "is");
        Succeeded succeeded = (Succeeded) outcome;
        assertThat(succeeded.text()).isEqualTo("Paris");
        assertThat(succeeded.finishReason()).isEqualTo("stop");
        assertThat(succeeded.usage()).isEqualTo(new Usage(1000, 600, 0, 50, 20, false));
        // 400 fresh at 1, 600 cached at 0.1, 50 out at 2 dollars a million.
        assertThat(succeeded.cost()).isEqualTo(Usd.parse("0.00056"));
        assertThat(succeeded.unpriced()).isFalse();
        assertThat(succeeded.ttftMs()).isNotNull();
        assertThat(succeeded.reasoning()).isNull();
    }

    /** LangChain4j's parser is typed: each of these fails in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"logprobs\":-0.5",
                "\"logprobs\":[]",
                "\"delta\":{\"content\":\"b\",\"function_call\":\"\"}",
                "\"message\":[]"
            })
    void whatNobodyReadsMayBeOfAnyType(String field) throws IOException {
        String top =
                "\"created\":\"2026-11-22\",\"service_tier\":{},\"system_fingerprint\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"prompt_tokens_details\":[]}";

        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                c.stream()
                                        .data(text("a"))
                                        .data(
                                                "{%s,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"},%s}]}"
                                                        .formatted(top, field))
                                        .data(STOP)
                                        .data("[DONE]")
                                        .end());

        assertThat(succeeded.text()).isEqualTo("ab");
        assertThat(texts).containsExactly("a", "b");
        assertThat(succeeded.usage()).isEqualTo(new Usage(3, 0, 0, 1, 0, false));
    }

    @Test
    void aByteOrderMarkIsNoText() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                c.stream()
                                        .send("\uFEFFdata: " + text("a") + "\n\n")
                                        .data(text("b"))
                                        .data(STOP)
                                        .data("[DONE]")
                                        .end());

        assertThat(succeeded.text()).isEqualTo("ab");
    }

    @Test
    void blanksAroundAnEventAreNothing() throws IOException {
        CallOutcome outcome =
                call(c ->
                        c.stream()
                                .data(" ")
                                .data(" " + text("Paris"))
                                .data(STOP)
                                .data(" [DONE] ")
                                .end());

        assertThat(outcome).isInstanceOf(Succeeded.class);
    }

    @Test
    void anotherPriceThanTheRegistrysIsNoKnownCost() throws IOException {
        try (RawServer server =
                new RawServer(c -> c.stream().data(text("a")).data(STOP).data("[DONE]").end())) {
            ChatInput tiered =
                    Json.mapper()
                            .readValue(
                                    "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"service_tier\":\"priority\"}",
                                    ChatInput.class);
            CallRequest request =
                    Requests.request(
                            Requests.provider("p", server.baseUrl()), tiered, Requests.model(true));

            Succeeded answer = (Succeeded) CLIENT.call(request, listener, new CallCancel());

            assertThat(answer.cost()).isNull();
            assertThat(answer.unpriced()).isTrue();
            assertThat(answer.notes().toString()).contains("service_tier asks for another price");
        }
    }

    @Test
    void firstContentIsNotTheRoleChunk() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c -> {
                            c.stream().data(ROLE);
                            new CompletableFuture<Void>()
                                    .completeOnTimeout(null, 300, TimeUnit.MILLISECONDS)
                                    .join();
                            c.data(text("a")).data(STOP).data("[DONE]").end();
                        });

        assertThat(succeeded.ttftMs()).isBetween(290L, 20_000L);
    }

    @Test
    void unreportedUsageIsEstimated() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                c.stream().data(text("12345678")).data(STOP).data("[DONE]").end());

        // A question of about 7 with what frames it, and 8 characters, four to a token.
        assertThat(succeeded.usage()).isEqualTo(new Usage(14, 0, 0, 2, 0, true));
        assertThat(succeeded.cost()).isEqualTo(Usd.parse("0.000018"));
    }

    @Test
    void withoutPriceTheCostIsUnknownAndLocalIsFree() throws IOException {
        RawServer.Script script = c -> c.stream().data(text("x")).data(STOP).data("[DONE]").end();
        try (RawServer server = new RawServer(script)) {
            Provider cloud = Requests.provider("p", server.baseUrl());
            CallOutcome unpriced =
                    CLIENT.call(
                            Requests.request(cloud, Requests.request(cloud).input(), null),
                            listener,
                            new CallCancel());
            Provider local = Requests.provider("q", server.baseUrl(), cloud.timeouts(), true);
            CallOutcome free =
                    CLIENT.call(
                            Requests.request(local, Requests.request(local).input(), null),
                            listener,
                            new CallCancel());

            assertThat(unpriced.cost()).isNull();
            assertThat(unpriced.unpriced()).isTrue();
            assertThat(free.cost()).isEqualTo(Usd.ZERO);
            assertThat(free.unpriced()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning", "reasoning_content"})
    void reasoningIsKeptApart(String field) throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                c.stream()
                                        .data(delta("\"" + field + "\":\"Hm\""))
                                        .data(delta("\"" + field + "\":\"m\""))
                                        .data(text("Yes"))
                                        .data(STOP)
                                        .data("[DONE]")
                                        .end());

        assertThat(reasonings).containsExactly("Hm", "m");
        assertThat(succeeded.reasoning()).isEqualTo("Hmm");
        assertThat(succeeded.text()).isEqualTo("Yes");
        assertThat(succeeded.usage().reasoning()).isEqualTo(1);
    }

    @Test
    void parallelToolCallsComeTogetherEvenInterleaved() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                c.stream()
                                        .data(ROLE)
                                        .data(toolBegins(0, "call_a", "weather"))
                                        .data(toolBegins(1, "call_b", "time"))
                                        .data(toolGoesOn(0, "{\\\"city\\\":"))
                                        .data(toolGoesOn(1, "{}"))
                                        .data(toolGoesOn(0, "\\\"Rome\\\"}"))
                                        .data(finish("tool_calls"))
                                        .data("[DONE]")
                                        .end());

        assertThat(succeeded.finishReason()).isEqualTo("tool_calls");
        assertThat(succeeded.text()).isEmpty();
        assertThat(succeeded.toolCalls())
                .containsExactly(
                        ToolCall.of("call_a", "weather", "{\"city\":\"Rome\"}"),
                        ToolCall.of("call_b", "time", "{}"));
        assertThat(toolDeltas)
                .containsExactly(
                        new ToolCallDelta(0, "call_a", "weather", null),
                        new ToolCallDelta(1, "call_b", "time", null),
                        new ToolCallDelta(0, null, null, "{\"city\":"),
                        new ToolCallDelta(1, null, null, "{}"),
                        new ToolCallDelta(0, null, null, "\"Rome\"}"));
        assertThat(succeeded.ttftMs()).isNotNull();
    }

    /** Source: MeetKai/functionary#243. */
    @Test
    void aFunctionCallOfTheFormBeforeToolsIsAToolCall() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                c.stream()
                                        .data(
                                                delta(
                                                        "\"content\":null,\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}"))
                                        .data(delta("\"function_call\":{\"arguments\":\"{}\"}"))
                                        .data(finish("function_call"))
                                        .data("[DONE]")
                                        .end());

        assertThat(succeeded.finishReason()).isEqualTo("tool_calls");
        assertThat(succeeded.toolCalls())
                .containsExactly(ToolCall.of("call_01JDXXXXXXXXXXXXXXXXXXXXXX_1_0", "f", "{}"));
    }

    @Test
    void mistralsPartsBecomeTextAndReasoning() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        call(c ->
                                c.stream()
                                        .data(
                                                delta(
                                                        "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm\"}]}]"))
                                        .data(
                                                delta(
                                                        "\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]"))
                                        .data(STOP)
                                        .end());

        assertThat(succeeded.text()).isEqualTo("Hi");
        assertThat(succeeded.reasoning()).isEqualTo("Hm");
    }

    @ParameterizedTest
    @CsvSource({"400,INVALID_REQUEST", "302,UNAVAILABLE"})
    void statusesAreFailuresWithTheProvidersWords(int status, ErrorClass errorClass)
            throws IOException {
        Failed failed =
                (Failed)
                        call(c ->
                                c.answer(
                                        status,
                                        "application/json",
                                        "{\"error\":{\"message\":\"No, "
                                                + Requests.KEY.reveal()
                                                + "\"}}"));

        assertThat(failed.error().errorClass()).isEqualTo(errorClass);
        assertThat(failed.error().status()).isEqualTo(status);
        assertThat(failed.error().message()).isEqualTo("p answered " + status + ": No, ***");
        assertThat(failed.contentSeen()).isFalse();
        assertThat(failed.retryAfter()).isNull();
        assertThat(failed.usage()).isNull();
        assertThat(texts).isEmpty();
    }

    @Test
    void rateLimitCarriesItsHint() throws IOException {
        Failed failed =
                (Failed) call(c -> c.answer(429, "application/json", "{}", "Retry-After: 1.5"));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.RATE_LIMITED);
        assertThat(failed.retryAfter()).isEqualTo(Duration.ofMillis(1500));
        assertThat(failed.retryHere()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "503,X-Should-Retry: false,false",
        "503,X-Should-Retry: true,true",
        "503,X-Other: false,true",
        "410,X-Other: false,false"
    })
    void whatTheProviderCallsFinalIsNotRetriedHere(int status, String header, boolean retryHere)
            throws IOException {
        Failed failed = (Failed) call(c -> c.answer(status, "application/json", "{}", header));

        assertThat(failed.retryHere()).isEqualTo(retryHere);
    }

    @Test
    void aServerWithoutTlsIsNotRetriedHere() throws IOException {
        try (RawServer server = new RawServer(c -> c.answer(200, "text/plain", "no TLS here"))) {
            URI tls = URI.create("https://127.0.0.1:" + server.baseUrl().getPort() + "/v1");

            Failed failed = (Failed) callAt(Requests.provider("p", tls));

            assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
            assertThat(failed.error().message()).isEqualTo("p could not be reached");
            assertThat(failed.retryHere()).isFalse();
        }
    }

    @Test
    void refusedConnectionIsUnavailable() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Failed failed =
                (Failed)
                        callAt(
                                Requests.provider(
                                        "p", URI.create("http://127.0.0.1:" + free + "/v1")));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(failed.error().message()).isEqualTo("p could not be reached");
        assertThat(failed.retryHere()).isFalse();
    }

    @Test
    void silenceBeforeHeadersIsATimeout() throws IOException {
        assertTimesOut(SHORT_TO_CONTENT, c -> {}, "p sent no content within 2s", false);
    }

    @Test
    void silenceAfterHeadersIsATimeout() throws IOException {
        assertTimesOut(
                SHORT_TO_CONTENT, c -> c.stream().data(ROLE), "p sent no content within 2s", false);
    }

    @Test
    void silenceWithinTheAnswerIsATimeout() throws IOException {
        assertTimesOut(
                SHORT_SILENCE, c -> c.stream().data(text("a")), "p fell silent for 2s", true);
    }

    @Test
    void commentsAreLifeButNoContent() throws IOException {
        Failed failed =
                (Failed)
                        callWithin(
                                SHORT_TO_CONTENT,
                                c -> {
                                    c.stream();
                                    while (true) {
                                        drip(200);
                                        c.send(": keep-alive\n\n");
                                    }
                                });

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(failed.error().message()).isEqualTo("p sent no content within 2s");
    }

    @Test
    void slowDripIsFine() throws IOException {
        Succeeded succeeded =
                (Succeeded)
                        callWithin(
                                SHORT_SILENCE,
                                c -> {
                                    c.stream().data(text("a"));
                                    for (int i = 0; i < 6; i++) {
                                        drip(400);
                                        c.send(": still here\n\n");
                                    }
                                    c.data(text("b")).data(STOP).data("[DONE]").end();
                                });

        assertThat(succeeded.text()).isEqualTo("ab");
        assertThat(succeeded.latencyMs()).isGreaterThan(SHORT.toMillis());
    }

    @Test
    void theDeadlineEndsALivelyStream() throws IOException {
        try (RawServer server =
                new RawServer(c -> {
                    c.stream();
                    while (true) {
                        c.data(text("a"));
                        drip(50);
                    }
                })) {
            CallRequest request = Requests.request(Requests.provider("p", server.baseUrl()));
            Failed failed =
                    (Failed)
                            CLIENT.call(
                                    withDeadline(request, Instant.now().plusSeconds(3)),
                                    listener,
                                    new CallCancel());

            assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.EXPIRED);
            assertThat(failed.contentSeen()).isTrue();
            assertThat(failed.latencyMs()).isBetween(250L, LONG.toMillis());
        }
    }

    @Test
    void aPassedDeadlineSendsNothing() {
        CallRequest request =
                Requests.request(Requests.provider("p", URI.create("http://127.0.0.1:1/v1")));

        Failed failed =
                (Failed)
                        CLIENT.call(
                                withDeadline(request, Instant.now().minusSeconds(1)),
                                listener,
                                new CallCancel());

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.EXPIRED);
        assertThat(failed.latencyMs()).isZero();
    }

    @Test
    void cutBeforeContent() throws IOException {
        assertUnavailable(c -> c.stream().data(ROLE).cut(), "p broke off the connection", false);
    }

    @Test
    void cutBeforeHeaders() throws IOException {
        assertUnavailable(Connection::cut, "p broke off the connection", false);
    }

    @Test
    void cutAfterContentIsChargedByEstimate() throws IOException {
        CompletableFuture<Void> received = new CompletableFuture<>();
        try (RawServer server =
                new RawServer(c -> {
                    c.stream().data(text("abcdefgh"));
                    received.join();
                    c.cut();
                })) {
            Failed failed =
                    (Failed)
                            CLIENT.call(
                                    Requests.request(Requests.provider("p", server.baseUrl())),
                                    (text, reasoning, tools) -> received.complete(null),
                                    new CallCancel());

            assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
            assertThat(failed.contentSeen()).isTrue();
            assertThat(failed.usage()).isEqualTo(new Usage(14, 0, 0, 2, 0, true));
            assertThat(failed.cost()).isEqualTo(Usd.parse("0.000018"));
        }
    }

    @Test
    void aCleanEndWithoutFinishReasonIsTruncated() throws IOException {
        assertUnavailable(
                c -> c.stream().data(text("a")).end(),
                "p ended its stream without a finish reason",
                true);
    }

    @Test
    void anEndMarkWithoutFinishReasonIsTruncated() throws IOException {
        assertUnavailable(
                c -> c.stream().data(text("a")).data("[DONE]").end(),
                "p ended its stream without a finish reason",
                true);
    }

    @Test
    void aFinishReasonWithoutEndMarkIsWhole() throws IOException {
        assertThat(call(c -> c.stream().data(text("a")).data(STOP).end()))
                .isInstanceOf(Succeeded.class);
    }

    @Test
    void aServerThatForgetsToCloseIsNotWaitedFor() throws IOException {
        CompletableFuture<Long> closed = new CompletableFuture<>();
        CallOutcome outcome =
                call(c -> {
                    c.stream().data(text("a")).data(STOP).data("[DONE]");
                    c.hang(closed);
                });

        assertThat(outcome).isInstanceOf(Succeeded.class);
        assertThat(closed).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void anErrorInTheStreamIsItsOwnClass() throws IOException {
        Failed failed =
                (Failed)
                        call(c ->
                                c.stream()
                                        .data(text("a"))
                                        .data(
                                                "{\"error\":{\"code\":429,\"message\":\"slow down\",\"metadata\":{\"error_type\":\"rate_limit_exceeded\"}},\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}")
                                        .data("[DONE]")
                                        .end());

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.RATE_LIMITED);
        assertThat(failed.error().message()).isEqualTo("p failed in its stream: slow down");
        assertThat(failed.error().status()).isEqualTo(429);
        assertThat(failed.contentSeen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: error\ndata: {\"error\":{\"message\":\"busy\",\"type\":\"overloaded_error\"}}\n\n",
                "event: error\ndata: {\"message\":\"busy\",\"type\":\"overloaded_error\"}\n\n",
                "data: {\"object\":\"error\",\"message\":\"busy\",\"code\":503}\n\n",
                "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"insufficient_system_resource\"}]}\n\n"
            })
    void anErrorBeforeContent(String event) throws IOException {
        Failed failed = (Failed) call(c -> c.stream().data(ROLE).send(event).data("[DONE]").end());

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.OVERLOADED);
        assertThat(failed.contentSeen()).isFalse();
    }

    @Test
    void anUnknownFinishReasonIsNoSuccess() throws IOException {
        assertUnavailable(
                c -> c.stream().data(text("a")).data(finish("abort")).data("[DONE]").end(),
                "p ended its answer with 'abort'",
                true);
    }

    @Test
    void anEmptyAnswer() throws IOException {
        assertUnavailable(
                c -> c.answer(200, "text/event-stream", ""),
                "p sent no answer in its stream",
                false);
    }

    @Test
    void aPageInsteadOfAStream() throws IOException {
        assertUnavailable(
                c -> c.answer(200, "text/html", "<html>Log in</html>"),
                "p answered with text/html instead of an event stream",
                false);
    }

    @Test
    void jsonInsteadOfAStream() throws IOException {
        assertUnavailable(
                c -> c.answer(200, "application/json", "{\"choices\":[]}"),
                "p answered with application/json instead of an event stream",
                false);
    }

    @Test
    void anErrorWithStatus200IsItsOwnClass() throws IOException {
        Failed failed =
                (Failed)
                        call(c ->
                                c.answer(
                                        200,
                                        "application/json",
                                        "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"pay\"}}"));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.QUOTA_EXHAUSTED);
        assertThat(failed.usage()).as("no model has seen the prompt").isNull();
    }

    @Test
    void aRefusalWithinAStreamCostsNothing() throws IOException {
        Failed failed =
                (Failed)
                        call(c ->
                                c.stream()
                                        .data(
                                                "{\"error\":{\"code\":429,\"message\":\"slow down\"}}")
                                        .end());

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.RATE_LIMITED);
        assertThat(failed.usage()).isNull();
        assertThat(failed.cost()).isNull();
    }

    @Test
    void aPageInsteadOfAStreamCostsNothing() throws IOException {
        Failed failed = (Failed) call(c -> c.answer(200, "text/html", "<html>Log in</html>"));

        assertThat(failed.usage()).isNull();
    }

    @Test
    void aMalformedChunk() throws IOException {
        assertUnavailable(
                c -> c.stream().data(text("a")).data("{\"choices\":[{").data(STOP).end(),
                "p sent an event that is not of the format",
                true);
    }

    @Test
    void aRefusalIsFiltered() throws IOException {
        Failed failed =
                (Failed)
                        call(c ->
                                c.stream()
                                        .data(delta("\"refusal\":\"I will not\""))
                                        .data(STOP)
                                        .data("[DONE]")
                                        .end());

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.CONTENT_FILTERED);
        assertThat(failed.error().message()).isEqualTo("p refused: I will not");
    }

    @Test
    void cancelBeforeHeadersClosesTheConnection() throws Exception {
        assertCancels(c -> {}, false);
    }

    @Test
    void cancelMidStreamClosesTheConnection() throws Exception {
        assertCancels(c -> c.stream().data(text("a")), true);
    }

    @Test
    void aCancelledTokenSendsNothing() {
        CallCancel cancel = new CallCancel();
        cancel.cancel();

        CallOutcome outcome =
                CLIENT.call(
                        Requests.request(
                                Requests.provider("p", URI.create("http://127.0.0.1:1/v1"))),
                        listener,
                        cancel);

        assertThat(outcome).isInstanceOf(Cancelled.class);
    }

    @Test
    void whatTheListenerThrowsEndsTheCall() throws IOException {
        CompletableFuture<Long> closed = new CompletableFuture<>();
        try (RawServer server =
                new RawServer(c -> {
                    c.stream().data(text("a"));
                    c.hang(closed);
                })) {
            CallRequest request = Requests.request(Requests.provider("p", server.baseUrl()));

            assertThatThrownBy(() ->
                            CLIENT.call(
                                    request,
                                    (text, reasoning, tools) -> {
                                        throw new IllegalStateException("full");
                                    },
                                    new CallCancel()))
                    .hasMessage("full");
            assertThat(closed).succeedsWithin(LONG);
        }
    }

    private void assertCancels(RawServer.Script script, boolean contentSeen) throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Long> closed = new CompletableFuture<>();
        CompletableFuture<Void> seen = new CompletableFuture<>();
        CallCancel cancel = new CallCancel();
        try (RawServer server =
                new RawServer(c -> {
                    script.answer(c);
                    arrived.complete(null);
                    c.hang(closed);
                })) {
            CallRequest request = Requests.request(Requests.provider("p", server.baseUrl()));
            CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() ->
                            outcome.complete(
                                    CLIENT.call(
                                            request,
                                            (t, r, tools) -> seen.complete(null),
                                            cancel)));
            await(contentSeen ? seen : arrived);
            cancel.cancel();

            Cancelled cancelled = (Cancelled) outcome.get(20, TimeUnit.SECONDS);
            assertThat(cancelled.contentSeen()).isEqualTo(contentSeen);
            assertThat(closed).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    private static void await(CompletableFuture<Void> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        future.get(20, TimeUnit.SECONDS);
    }

    private void assertTimesOut(
            Provider.Timeouts limits, RawServer.Script script, String message, boolean contentSeen)
            throws IOException {
        CompletableFuture<Long> closed = new CompletableFuture<>();
        Failed failed =
                (Failed)
                        callWithin(
                                limits,
                                c -> {
                                    script.answer(c);
                                    c.hang(closed);
                                });

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(failed.error().message()).isEqualTo(message);
        assertThat(failed.contentSeen()).isEqualTo(contentSeen);
        assertThat(failed.latencyMs()).isBetween(SHORT.toMillis() - 50, LONG.toMillis() - 1);
        assertThat(closed).succeedsWithin(LONG);
    }

    private void assertUnavailable(RawServer.Script script, String message, boolean contentSeen)
            throws IOException {
        Failed failed = (Failed) call(script);

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(failed.error().message()).isEqualTo(message);
        assertThat(failed.contentSeen()).isEqualTo(contentSeen);
    }

    private CallOutcome call(RawServer.Script script) throws IOException {
        try (RawServer server = new RawServer(script)) {
            return callAt(Requests.provider("p", server.baseUrl()));
        }
    }

    private CallOutcome callWithin(Provider.Timeouts limits, RawServer.Script script)
            throws IOException {
        try (RawServer server = new RawServer(script)) {
            return callAt(Requests.provider("p", server.baseUrl(), limits, false));
        }
    }

    private CallOutcome callAt(Provider provider) {
        return CLIENT.call(Requests.request(provider), listener, new CallCancel());
    }

    private static CallRequest withDeadline(CallRequest request, Instant deadline) {
        return new CallRequest(
                request.provider(),
                request.key(),
                request.modelId(),
                request.model(),
                request.input(),
                request.attemptId(),
                deadline);
    }

    /** The pace of a scripted server; nothing is synchronised by it. */
    private static void drip(int millis) {
        new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).join();
    }

    private static String text(String content) {
        return delta("\"content\":\"" + content + "\"");
    }

    private static String delta(String fields) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{"
                + fields
                + "},\"finish_reason\":null}]}";
    }

    private static String finish(String reason) {
        return "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\""
                + reason
                + "\"}]}";
    }

    private static String toolBegins(int index, String id, String name) {
        return delta(
                """
                "tool_calls":[{"index":%d,"id":"%s","type":"function",
                "function":{"name":"%s","arguments":""}}]\
                """
                        .formatted(index, id, name)
                        .replace("\n", ""));
    }

    private static String toolGoesOn(int index, String arguments) {
        return delta(
                "\"tool_calls\":[{\"index\":"
                        + index
                        + ",\"function\":{\"arguments\":\""
                        + arguments
                        + "\"}}]");
    }
}
