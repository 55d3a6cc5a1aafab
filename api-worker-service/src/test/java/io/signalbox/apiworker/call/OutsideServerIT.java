package io.signalbox.apiworker.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Model;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What our simulator says of a wire format, said by somebody else: a server of others as the
 * upstream. Left out where there is no node and npm on the PATH.
 */
@Timeout(240)
class OutsideServerIT {

    private static final UpstreamHttp HTTP = new UpstreamHttp();

    /** What it has in full of what we speak, and where. */
    private static final Map<Dialect, String> PATHS =
            Map.of(Dialect.OPENAI, "/v1", Dialect.ANTHROPIC, "/v1");

    private static final Model MODEL =
            Requests.model(true, "reasoning", "adaptive_thinking", "tools");

    private static final String WEATHER =
            "{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\"}}}";

    private static @Nullable OutsideServer server;

    private final List<String> texts = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(OutsideServer.isPossible(), "no node and npm on the PATH");
        server = OutsideServer.start();
    }

    @AfterAll
    static void close() {
        HTTP.close();
        if (server != null) {
            server.close();
        }
    }

    static Stream<Column> columns() {
        return Column.all(HTTP).stream().filter(column -> PATHS.containsKey(column.dialect()));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void textAndThinkingComeAsTheyAreSaid(Column column) {
        Succeeded answer = (Succeeded) call(column, ChatInput.of("What is the capital of France?"));

        assertThat(answer.text()).isEqualTo("The capital of France is Paris.");
        assertThat(texts).hasSizeGreaterThan(1);
        assertThat(String.join("", texts)).isEqualTo(answer.text());
        assertThat(answer.reasoning()).isEqualTo("France, then.");
        assertThat(answer.finishReason()).isEqualTo("stop");
        assertThat(answer.usage().output()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("columns")
    void toolsAreCalledAtOnceAndTheirResultsUnderstood(Column column) throws IOException {
        ChatMessage question = ChatMessage.of("user", "weather?");
        Succeeded asked = (Succeeded) call(column, tools(List.of(question)));
        assertThat(asked.finishReason()).isEqualTo("tool_calls");
        assertThat(asked.toolCalls())
                .extracting(call -> json(call.function().arguments()).path("city").asText())
                .containsExactly("Oslo", "Rome");

        Succeeded told = (Succeeded) call(column, tools(told(question, asked.toolCalls())));

        assertThat(told.text()).isEqualTo("Snow and sun.");
        assertThat(told.toolCalls()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("columns")
    void anAnswerThatWasCutSaysSo(Column column) {
        Succeeded answer = (Succeeded) call(column, ChatInput.of("a long one"));

        assertThat(answer.finishReason()).isEqualTo("length");
    }

    @ParameterizedTest
    @MethodSource("columns")
    void itsFailuresAreWhatTheyAre(Column column) {
        Failed limited = (Failed) call(column, ChatInput.of("rate limit"));
        Failed overloaded = (Failed) call(column, ChatInput.of("overload"));
        Failed cut = (Failed) call(column, ChatInput.of("cut"));

        assertThat(limited.error().errorClass()).isEqualTo(ErrorClass.RATE_LIMITED);
        assertThat(limited.retryAfter()).isNotNull();
        assertThat(overloaded.error().errorClass()).isEqualTo(ErrorClass.OVERLOADED);
        assertThat(cut.error().errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(cut.contentSeen()).isTrue();
    }

    private CallOutcome call(Column column, ChatInput input) {
        URI address = URI.create(url() + PATHS.get(column.dialect()));
        texts.clear();
        return column.client()
                .call(
                        Requests.request(
                                Requests.provider(column.dialect(), address), input, MODEL),
                        (text, _, _) -> {
                            if (text != null) {
                                texts.add(text);
                            }
                        },
                        new CallCancel());
    }

    private static String url() {
        OutsideServer running = server;
        assertThat(running).isNotNull();
        return running == null ? "" : running.url();
    }

    private static ChatInput tools(List<ChatMessage> messages) throws IOException {
        return new ChatInput(
                messages,
                List.of(Json.mapper().readTree(WEATHER)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The conversation with what the tools said. */
    private static List<ChatMessage> told(ChatMessage question, List<ToolCall> calls) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(question);
        messages.add(new ChatMessage("assistant", null, null, calls, null));
        for (ToolCall call : calls) {
            String said =
                    call.function().arguments().contains("Oslo")
                            ? "snow in Oslo"
                            : "sun in Rome, no snow";
            messages.add(
                    new ChatMessage(
                            "tool", ChatMessage.of("tool", said).content(), null, null, call.id()));
        }
        return messages;
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
