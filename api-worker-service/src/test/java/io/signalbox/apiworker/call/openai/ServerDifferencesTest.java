package io.signalbox.apiworker.call.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.RawServer;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not the same everywhere, and what is done where nobody knew. */
@Timeout(20)
class ServerDifferencesTest {

    private static final String FRAME = "{\"model\":\"m\",\"stream\":true}";

    private static final String MANY =
            "{\"messages\":[],\"temperature\":0.2,\"top_p\":0.5,\"seed\":1,\"user\":\"u\",\"store\":false}";

    private static final String TOOL = "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}";

    private static final String NO_EFFORT_WITH_TOOLS =
            "400 {\"error\":{\"message\":\"Function tools with reasoning_effort are not supported for gpt-5.6-terra in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'.\",\"type\":\"invalid_request_error\",\"param\":\"reasoning_effort\",\"code\":null}}";

    private static final String ANSWER =
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    @ParameterizedTest
    @CsvSource({
        "https://api.deepseek.com,whatever,system",
        "https://proxy.example/v1,deepseek,system",
        "https://api.openai.com/v1,deepseek,developer",
        "https://proxy.example/v1,openai,developer",
        "https://router.huggingface.co/v1,huggingface,system",
        "http://127.0.0.1:8000/v1,vllm,system",
        "http://127.0.0.1:1234/v1,lm_studio,system"
    })
    void theHostTellsTheServerThenTheName(URI base, String name, String role) throws IOException {
        JsonNode body =
                body(base, name, "{\"messages\":[{\"role\":\"developer\",\"content\":\"a\"}]}");

        assertThat(body.at("/messages/0/role").asText()).isEqualTo(role);
    }

    @ParameterizedTest
    @CsvSource({"none,disabled,", "low,enabled,low", "max,enabled,max"})
    void deepSeekThinksUnlessToldNotTo(String asked, String type, String effort)
            throws IOException {
        JsonNode body = deepSeek("{\"messages\":[],\"reasoning_effort\":\"" + asked + "\"}");

        assertThat(body.at("/thinking/type").asText()).isEqualTo(type);
        assertThat(body.path("reasoning_effort").asText(null)).isEqualTo(effort);
    }

    @Test
    void whoSaysNothingGetsTheServersOwnWay() throws IOException {
        JsonNode body = deepSeek("{\"messages\":[]}");

        assertThat(body.has("thinking")).isFalse();
        assertThat(body.has("reasoning_effort")).isFalse();
    }

    @Test
    void deepSeekDoesNotThinkInAToolLoopWhoseThinkingIsLost() throws IOException {
        JsonNode body =
                deepSeek(
                        """
                        {"reasoning_effort":"high","messages":[
                        {"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},
                        {"role":"tool","tool_call_id":"c","content":"1"}]}\
                        """);

        assertThat(body.at("/thinking/type").asText()).isEqualTo("disabled");
        assertThat(body.has("reasoning_effort")).isFalse();
    }

    @Test
    void openAiTakesIdsOfForty() throws IOException {
        JsonNode body =
                body(
                        URI.create("https://api.openai.com/v1"),
                        "openai",
                        """
                        {"messages":[
                        {"role":"assistant","tool_calls":[{"id":"%1$s","function":{"name":"f","arguments":"{}"}}]},
                        {"role":"tool","tool_call_id":"%1$s","content":"1"}]}\
                        """
                                .formatted("a".repeat(64)));

        assertThat(body.at("/messages/0/tool_calls/0/id").asText())
                .hasSize(40)
                .isEqualTo(body.at("/messages/1/tool_call_id").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 {\"error\":{\"message\":\"Unsupported parameter\",\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"unsupported_parameter\"}}",
                "400 {\"error\":{\"message\":\"does not support 0.2\",\"param\":\"temperature\",\"code\":\"unsupported_value\"}}",
                "422 {\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"temperature\"]}]}",
                "422 {\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"temperature\"]}]}}",
                "400 {\"error\":{\"message\":\"property 'temperature' is unsupported, did you mean 'template'?\",\"type\":\"invalid_request_error\"}}"
            })
    void aRefusedParameterIsLeftOutOnce(String refusal) throws IOException {
        List<JsonNode> seen = new CopyOnWriteArrayList<>();

        CallOutcome outcome = call(seen, 1, refusal);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Succeeded.class,
                        it ->
                                assertThat(it.notes())
                                        .containsExactly(
                                                "left out of the request: temperature (the server refused it)"));
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).has("temperature")).isTrue();
        assertThat(seen.get(1).has("temperature")).isFalse();
        assertThat(seen.get(1).path("top_p").asDouble()).isEqualTo(0.5);
    }

    @Test
    void parametersThatAreRefusedOneAfterAnotherAreAllLeftOut() throws IOException {
        List<JsonNode> seen = new CopyOnWriteArrayList<>();

        Succeeded succeeded =
                (Succeeded)
                        call(
                                seen,
                                MANY,
                                List.of(
                                        refusalOf("temperature"),
                                        "400 {\"error\":{\"message\":\"property 'top_p' is unsupported\"}}"));

        assertThat(seen).hasSize(3);
        assertThat(seen.getLast().has("temperature")).isFalse();
        assertThat(seen.getLast().has("top_p")).isFalse();
        assertThat(seen.getLast().has("seed")).isTrue();
        assertThat(succeeded.notes())
                .containsExactly(
                        "left out of the request: temperature (the server refused it), top_p (the server refused it)");
    }

    @Test
    void noMoreThanFourParametersAreLeftOut() throws IOException {
        List<JsonNode> seen = new CopyOnWriteArrayList<>();
        List<String> refusals =
                Stream.of("temperature", "top_p", "seed", "user", "store")
                        .map(ServerDifferencesTest::refusalOf)
                        .toList();

        assertThat(call(seen, MANY, refusals)).isInstanceOf(Failed.class);
        assertThat(seen).hasSize(5);
        assertThat(seen.getLast().has("store")).isTrue();
    }

    @Test
    void aServerThatRefusesAgainIsNotAskedAThirdTime() throws IOException {
        List<JsonNode> seen = new CopyOnWriteArrayList<>();

        Failed failed =
                (Failed)
                        call(
                                seen,
                                9,
                                "400 {\"error\":{\"message\":\"no\",\"param\":\"top_p\",\"code\":\"unsupported_parameter\"}}");

        assertThat(seen).hasSize(2);
        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 {\"error\":{\"param\":\"tools\",\"code\":\"unsupported_parameter\"}}",
                "400 {\"error\":{\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\"}}",
                "400 {\"error\":{\"param\":\"temperature\",\"code\":\"invalid_type\"}}",
                "500 {\"error\":{\"param\":\"temperature\",\"code\":\"unsupported_parameter\"}}",
                "422 {\"detail\":\"temperature\"}",
                "400 {\"error\":{\"message\":\"property 'tools' is unsupported\",\"type\":\"invalid_request_error\"}}",
                "400 {\"error\":{\"message\":\"'messages.0' : for 'role:user' the following must be satisfied[('messages.0' : property 'user' is unsupported)]\"}}",
                "400 nonsense"
            })
    void whatTheRequestIsAboutIsNeverLeftOut(String refusal) throws IOException {
        List<JsonNode> seen = new CopyOnWriteArrayList<>();

        assertThat(call(seen, 9, refusal)).isInstanceOf(Failed.class);
        assertThat(seen).hasSize(1);
    }

    /** Source: BerriAI/litellm#34569; the body as in pipecat-ai/pipecat#4043. */
    @ParameterizedTest
    @ValueSource(strings = {"", ",\"reasoning_effort\":\"low\""})
    void toolsThatAModelTakesOnlyWithoutThinkingAreSentSo(String effort) throws IOException {
        List<JsonNode> seen = new CopyOnWriteArrayList<>();

        Succeeded succeeded =
                (Succeeded)
                        callWith(
                                seen,
                                "{\"messages\":[],\"tools\":[%s]%s}".formatted(TOOL, effort),
                                body ->
                                        body.path("reasoning_effort").asText().equals("none")
                                                ? null
                                                : NO_EFFORT_WITH_TOOLS);

        assertThat(seen).hasSize(2);
        assertThat(seen.getFirst().path("reasoning_effort").asText()).isNotEqualTo("none");
        assertThat(seen.getLast().path("tools")).hasSize(1);
        assertThat(succeeded.notes())
                .containsExactly(
                        "left out of the request: reasoning_effort (sent as none: the server takes tools only so)");
    }

    /** GPT-5.6 refuses first the effort that it does not know, then its own. */
    @Test
    void anEffortThatIsLeftOutMayStillHaveToBeNone() throws IOException {
        List<JsonNode> seen = new CopyOnWriteArrayList<>();

        CallOutcome outcome =
                callWith(
                        seen,
                        "{\"messages\":[],\"tools\":[%s],\"reasoning_effort\":\"minimal\"}"
                                .formatted(TOOL),
                        body ->
                                switch (body.path("reasoning_effort").asText()) {
                                    case "none" -> null;
                                    case "" -> NO_EFFORT_WITH_TOOLS;
                                    default -> refusalOf("reasoning_effort");
                                });

        assertThat(outcome).isInstanceOf(Succeeded.class);
        assertThat(seen).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[],\"reasoning_effort\":\"low\"}",
                "{\"messages\":[],\"reasoning_effort\":\"none\",\"tools\":[%s]}"
            })
    void withoutToolsOrThinkingThereIsNothingToTurnOff(String input) throws IOException {
        List<JsonNode> seen = new CopyOnWriteArrayList<>();

        assertThat(callWith(seen, input.formatted(TOOL), body -> NO_EFFORT_WITH_TOOLS))
                .isInstanceOf(Failed.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    void whoRefusesAlsoNoneIsNotAskedAThirdTime() throws IOException {
        List<JsonNode> seen = new CopyOnWriteArrayList<>();

        assertThat(
                        callWith(
                                seen,
                                "{\"messages\":[],\"tools\":[%s]}".formatted(TOOL),
                                body -> NO_EFFORT_WITH_TOOLS))
                .isInstanceOf(Failed.class);
        assertThat(seen).hasSize(2);
    }

    @Test
    void groqTellsOfAnErrorAside() throws IOException {
        try (RawServer server =
                        new RawServer(c ->
                                c.stream()
                                        .data("{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}")
                                        .data(
                                                "{\"choices\":[],\"x_groq\":{\"error\":\"over_capacity\"}}")
                                        .end());
                UpstreamHttp http = new UpstreamHttp()) {
            Failed failed =
                    (Failed)
                            new OpenAiDialectClient(http, InstantSource.system())
                                    .call(
                                            Requests.request(
                                                    Requests.provider("groq", server.baseUrl())),
                                            DeltaListener.NONE,
                                            new CallCancel());

            assertThat(failed.error().message()).contains("over_capacity");
        }
    }

    private static String refusalOf(String parameter) {
        return "400 {\"error\":{\"message\":\"no\",\"param\":\"%s\",\"code\":\"unsupported_parameter\"}}"
                .formatted(parameter);
    }

    /**
     * @param times how often it refuses before it answers
     * @param refusal status and body
     */
    private static CallOutcome call(List<JsonNode> seen, int times, String refusal)
            throws IOException {
        return call(
                seen,
                "{\"messages\":[],\"temperature\":0.2,\"top_p\":0.5}",
                Collections.nCopies(times, refusal));
    }

    /**
     * @param refusals the first answers, each of a status and a body
     */
    private static CallOutcome call(List<JsonNode> seen, String input, List<String> refusals)
            throws IOException {
        return callWith(
                seen,
                input,
                body -> seen.size() <= refusals.size() ? refusals.get(seen.size() - 1) : null);
    }

    /**
     * @param refusal of a request's body: status and body, null where it is answered
     */
    private static CallOutcome callWith(
            List<JsonNode> seen, String input, Function<JsonNode, @Nullable String> refusal)
            throws IOException {
        try (RawServer server =
                        new RawServer(c -> {
                            JsonNode body = Json.mapper().readTree(c.request().body());
                            seen.add(body);
                            String refused = refusal.apply(body);
                            if (refused == null) {
                                c.answer(200, "text/event-stream", ANSWER);
                            } else {
                                c.answer(
                                        Integer.parseInt(refused.substring(0, 3)),
                                        "application/json",
                                        refused.substring(4));
                            }
                        });
                UpstreamHttp http = new UpstreamHttp()) {
            return new OpenAiDialectClient(http, InstantSource.system())
                    .call(
                            Requests.request(
                                    Requests.provider("somewhere", server.baseUrl()),
                                    Json.mapper().readValue(input, ChatInput.class),
                                    null),
                            DeltaListener.NONE,
                            new CallCancel());
        }
    }

    private static JsonNode deepSeek(String input) throws IOException {
        return body(URI.create("https://api.deepseek.com"), "deepseek", input);
    }

    private static JsonNode body(URI base, String name, String input) throws IOException {
        CallRequest request =
                Requests.request(
                        Requests.provider(name, base),
                        Json.mapper().readValue(input, ChatInput.class),
                        null);
        return Json.mapper()
                .readTree(
                        RequestBody.of(
                                FRAME,
                                request,
                                Servers.of(request.provider()),
                                Amendments.NONE,
                                new LeftOut()));
    }
}
