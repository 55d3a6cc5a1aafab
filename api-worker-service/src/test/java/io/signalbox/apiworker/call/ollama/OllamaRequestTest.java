package io.signalbox.apiworker.call.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.RawServer;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Ollama gets to read, and what it is asked for its models. */
@Timeout(20)
class OllamaRequestTest {

    private static final String CONVERSATION =
            """
            {"messages":[
            {"role":"developer","content":"Be brief"},
            {"role":"user","name":"ann","content":[{"type":"text","text":"What is this?"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
            "function":{"name":"look","arguments":"{\\"a\\": 1}"}}]},
            {"role":"tool","content":"a cat","tool_call_id":"c1"}],
            "tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object"}}},
            {"type":"function","function":{"name":"hear","parameters":{"type":"object"}}}],
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},
            "temperature":0.2,"top_p":0.5,"max_completion_tokens":77,"stop":["END"],"seed":9,
            "parallel_tool_calls":false,"top_k":40,"keep_alive":"10m","options":{"num_gpu":1,"seed":3},
            "stream":false,"model":"other","n":3}\
            """;

    @Test
    void aConversationTakesOllamasForm() throws IOException {
        RawServer.Request request = send(CONVERSATION);

        assertThat(request.line()).isEqualTo("POST /api/chat HTTP/1.1");
        assertThat(Json.mapper().readTree(request.body()))
                .isEqualTo(
                        Json.mapper()
                                .readTree(
                                        """
                                        {"model":"some/model:1","stream":true,"truncate":false,"keep_alive":"10m",
                                        "messages":[
                                        {"role":"system","content":"Be brief"},
                                        {"role":"user","content":"What is this?","images":["AAAA"]},
                                        {"role":"assistant","content":"","tool_calls":[{"function":{"name":"look","arguments":{"a":1}}}]},
                                        {"role":"tool","content":"a cat","tool_call_id":"c1","tool_name":"look"}],
                                        "tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object"}}},
                                        {"type":"function","function":{"name":"hear","parameters":{"type":"object"}}}],
                                        "format":{"type":"object"},
                                        "options":{"num_gpu":1,"top_k":40,"temperature":0.2,"top_p":0.5,"seed":9,"stop":["END"],"num_predict":77}}
                                        """));
    }

    @Test
    void theHeadersCarryKeyAndAttempt() throws IOException {
        assertThat(send("{\"messages\":[]}").headers())
                .containsEntry("authorization", "Bearer " + Requests.KEY.reveal())
                .containsEntry("x-signalbox-attempt", "01JDXXXXXXXXXXXXXXXXXXXXXX/1")
                .containsEntry("x-extra", "yes")
                .containsEntry("content-type", "application/json")
                .containsEntry("accept", "application/x-ndjson")
                .doesNotContainKeys("upgrade", "http2-settings");
    }

    @ParameterizedTest
    @CsvSource({"none,false", "minimal,low", "low,low", "medium,medium", "high,high", "xhigh,high"})
    void effortIsThinking(String effort, String think) throws IOException {
        JsonNode body = body("{\"messages\":[],\"reasoning_effort\":\"" + effort + "\"}");

        assertThat(body.path("think").asText()).isEqualTo(think);
    }

    @Test
    void nothingIsSentThatWasNotAsked() throws IOException {
        assertThat(body("{\"messages\":[]}").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("model", "stream", "messages", "truncate");
    }

    @Test
    void jsonIsAFormat() throws IOException {
        JsonNode body = body("{\"messages\":[],\"response_format\":{\"type\":\"json_object\"}}");

        assertThat(body.path("format").asText()).isEqualTo("json");
    }

    @Test
    void onlyTheToolsThatMayBeCalledAreOffered() throws IOException {
        String named = "{\"type\":\"function\",\"function\":{\"name\":\"hear\"}}";

        JsonNode one = body(CONVERSATION.replace("\"seed\":9", "\"tool_choice\":" + named));
        JsonNode none = body(CONVERSATION.replace("\"seed\":9", "\"tool_choice\":\"none\""));

        assertThat(one.path("tools")).hasSize(1);
        assertThat(one.at("/tools/0/function/name").asText()).isEqualTo("hear");
        assertThat(none.has("tools")).isFalse();
    }

    @Test
    void theOldNameForTheTokenLimitIsTranslated() throws IOException {
        assertThat(body("{\"messages\":[],\"max_tokens\":5}").at("/options/num_predict").asInt())
                .isEqualTo(5);
    }

    @Test
    void anImageElsewhereIsRefusedBeforeTheCall() throws IOException {
        Failed failed =
                refused(
                        """
                        {"messages":[{"role":"user","content":[{"type":"image_url",
                        "image_url":{"url":"https://example.org/cat.png"}}]}]}
                        """);

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
        assertThat(failed.error().message()).startsWith("p takes an image only with its bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1", "[1]", "{}{}"})
    void argumentsThatAreNoObjectAreRefusedBeforeTheCall(String arguments) throws IOException {
        Failed failed =
                refused(
                        """
                        {"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c1",
                        "type":"function","function":{"name":"look","arguments":"%s"}}]}]}
                        """
                                .formatted(arguments));

        assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
        assertThat(failed.error().message()).contains("'look'");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:11434,http://localhost:11434/api/tags",
        "https://ollama.com/api,https://ollama.com/api/tags"
    })
    void theBaseUrlMayHoldTheRoot(String base, String expected) {
        assertThat(new OllamaModelList().address(URI.create(base))).hasToString(expected);
    }

    @Test
    void theTagLatestIsNoPartOfAModelsId() throws IOException {
        JsonNode tags =
                Json.mapper()
                        .readTree(
                                """
                                {"models":[{"name":"llama3.2:latest","model":"llama3.2:latest"},
                                {"name":"qwen3:8b"},{"size":1}]}
                                """);

        assertThat(new OllamaModelList().ids(tags)).containsExactly("llama3.2", "qwen3:8b");
    }

    private static JsonNode body(String input) throws IOException {
        return Json.mapper().readTree(send(input).body());
    }

    private static Failed refused(String input) throws IOException {
        return (Failed) call(Requests.ollama(URI.create("http://127.0.0.1:1")), input);
    }

    private static RawServer.Request send(String input) throws IOException {
        CompletableFuture<RawServer.Request> seen = new CompletableFuture<>();
        try (RawServer server =
                new RawServer(c -> {
                    seen.complete(c.request());
                    c.answer(
                            200,
                            "application/x-ndjson",
                            "{\"message\":{\"content\":\"a\"},\"done\":true}\n");
                })) {
            assertThat(call(Requests.ollama(server.url()), input)).isInstanceOf(Succeeded.class);
            return seen.join();
        }
    }

    private static CallOutcome call(Provider provider, String input) throws IOException {
        try (UpstreamHttp http = new UpstreamHttp()) {
            return new OllamaDialectClient(http, InstantSource.system())
                    .call(
                            Requests.request(
                                    provider,
                                    Json.mapper().readValue(input, ChatInput.class),
                                    null),
                            DeltaListener.NONE,
                            new CallCancel());
        }
    }
}
