package io.signalbox.apiworker.call.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a simulated Mistral, which refuses whatever Mistral refuses. */
@Timeout(20)
class MistralDialectClientTest {

    private static final UpstreamHttp HTTP = new UpstreamHttp();
    private static final MistralDialectClient CLIENT =
            new MistralDialectClient(HTTP, InstantSource.system());

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

    @Test
    void aConversationThatAnotherProviderBeganIsTaken() throws IOException {
        simulator.script("m", Script.DEFAULT);

        CallOutcome outcome =
                call(
                        "mistral-medium-3-5",
                        """
                        {"messages":[
                        {"role":"developer","content":"Be brief"},
                        {"role":"user","name":"ann","content":"What is this?"},
                        {"role":"assistant","content":null,"tool_calls":[
                        {"id":"call_01JDXXXXXXXXXXXXXXXXXXXXXX_1_0","type":"function","function":{"name":"look","arguments":"{}"}},
                        {"id":"abcdefgh9","type":"function","function":{"name":"look","arguments":"{}"}}]},
                        {"role":"tool","content":"a cat","tool_call_id":"call_01JDXXXXXXXXXXXXXXXXXXXXXX_1_0"},
                        {"role":"tool","content":"a dog","tool_call_id":"abcdefgh9"}],
                        "tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object"}}}],
                        "tool_choice":"auto","response_format":{"type":"json_object"},
                        "temperature":0.2,"top_p":0.5,"max_completion_tokens":77,"stop":["END"],"seed":9,
                        "reasoning_effort":"medium","parallel_tool_calls":false,"logit_bias":{"1":2},"user":"u",
                        "store":true,"service_tier":"auto","safe_prompt":true}\
                        """);

        assertThat(outcome).isInstanceOf(Succeeded.class);
        JsonNode body = sent();
        JsonNode messages = body.path("messages");
        assertThat(messages.at("/0/role").asText()).isEqualTo("system");
        assertThat(messages.at("/2/tool_calls/0/id").asText())
                .matches("[a-zA-Z0-9]{9}")
                .isEqualTo(messages.at("/3/tool_call_id").asText());
        assertThat(messages.at("/2/tool_calls/1/id").asText()).isEqualTo("abcdefgh9");
        assertThat(body.path("random_seed").asInt()).isEqualTo(9);
        assertThat(body.path("max_tokens").asInt()).isEqualTo(77);
        assertThat(body.path("safe_prompt").asBoolean()).isTrue();
        assertThat(body.path("parallel_tool_calls").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "mistral-medium-3-5,none,none",
        "mistral-medium-3-5,low,none",
        "mistral-small-2603,medium,high",
        "mistral-large-4-0,minimal,low",
        "mistral-large-4-0,medium,medium",
        "mistral-large-4-0,xhigh,high",
        "magistral-medium-latest,high,"
    })
    void effortTakesMistralsWords(String model, String asked, String sent) throws IOException {
        simulator.script("m", Script.DEFAULT);

        call(
                model,
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"reasoning_effort\":\"%s\"}"
                        .formatted(asked));

        assertThat(sent().path("reasoning_effort").asText(null)).isEqualTo(sent);
    }

    @Test
    void thinkingIsKeptApartAndUsageComesUnasked() throws IOException {
        simulator.script(
                "m", Script.builder().reasoning("hm hm").answer("one two").cachedTokens(2).build());

        Succeeded succeeded = (Succeeded) call("m", ask("a question of some length"));

        assertThat(succeeded.reasoning()).isEqualTo("hm hm");
        assertThat(succeeded.text()).isEqualTo("one two");
        assertThat(succeeded.usage()).isEqualTo(new Usage(6, 2, 0, 4, 0, false));
    }

    @Test
    void parallelToolCallsComeInOneChunk() throws IOException {
        simulator.script(
                "m",
                Script.builder()
                        .toolCall(ToolCall.of("abcdefgh1", "f", "{\"a\":1}"))
                        .toolCall(ToolCall.of("abcdefgh2", "g", "{}"))
                        .build());

        Succeeded succeeded =
                (Succeeded)
                        call(
                                "m",
                                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}");

        assertThat(succeeded.toolCalls())
                .containsExactly(
                        ToolCall.of("abcdefgh1", "f", "{\"a\":1}"),
                        ToolCall.of("abcdefgh2", "g", "{}"));
        assertThat(succeeded.finishReason()).isEqualTo("tool_calls");
    }

    @Test
    void aModelThatIsNotThereIsABadRequestThatSaysSo() throws IOException {
        simulator.script("m", Script.builder().models("other").build());

        Failed failed = (Failed) call("m", ask("a"));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.MODEL_NOT_FOUND);
        assertThat(failed.error().message()).isEqualTo("p answered 400: Invalid model: m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401 | PROVIDER_AUTHENTICATION | {\"detail\":\"Unauthorized\"}",
                "422 | INVALID_REQUEST | {\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"messages\"]}]},\"type\":\"invalid_request_error\"}",
                "400 | CONTEXT_TOO_LONG | {\"object\":\"error\",\"message\":\"Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length\",\"type\":\"invalid_request_invalid_args\",\"code\":\"3051\"}",
                "429 | RATE_LIMITED | {\"object\":\"error\",\"message\":\"Rate limit exceeded\",\"type\":\"rate_limited\",\"code\":\"1300\"}",
                "429 | OVERLOADED | {\"object\":\"error\",\"message\":\"Service tier capacity exceeded for this model.\",\"type\":\"service_tier_capacity_exceeded\",\"code\":\"3505\"}",
                "429 | QUOTA_EXHAUSTED | {\"object\":\"error\",\"message\":\"Monthly spending limit reached\",\"type\":\"rate_limited\"}",
                "402 | QUOTA_EXHAUSTED | {\"message\":\"Spending cap reached\"}"
            })
    void errorsAreWhatTheySay(int status, ErrorClass expected, String body) throws IOException {
        simulator.script("m", Script.failing(new Fault.Status(status, Map.of(), body)));

        assertThat(((Failed) call("m", ask("a"))).error().errorClass()).isEqualTo(expected);
    }

    @Test
    void limitsAreHandedOutWithAnAnswer() throws IOException {
        simulator.script(
                "m",
                Script.builder()
                        .header("x-ratelimit-limit-req-minute", "720")
                        .header("x-ratelimit-remaining-req-minute", "0")
                        .build());

        CallOutcome outcome = call("m", ask("a"));

        assertThat(outcome).isInstanceOf(Succeeded.class);
        assertThat(outcome.limits().dimensions()).singleElement().matches(d -> d.isExhausted());
        assertThat(outcome.limits().exhaustedUntil()).isPresent();
    }

    private static String ask(String question) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]}";
    }

    private static CallOutcome call(String model, String input) throws IOException {
        URI base = URI.create(simulator.mistralUrl("m"));
        return CLIENT.call(
                Requests.request(
                        Requests.provider(Dialect.MISTRAL, base),
                        model,
                        Json.mapper().readValue(input, ChatInput.class),
                        null),
                DeltaListener.NONE,
                new CallCancel());
    }

    private static JsonNode sent() throws IOException {
        return Json.mapper().readTree(simulator.provider("m").counts().requests().getLast().body());
    }
}
