package io.signalbox.testsupport.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The simulator as an Ollama. */
@Timeout(20)
class OllamaWireTest {

    private static final String ASK =
            "{\"model\":\"llama3.2\",\"messages\":[{\"role\":\"user\",\"content\":\"hello you\"}]%s}";

    private static ProviderSimulator simulator;

    @BeforeAll
    static void start() {
        simulator = ProviderSimulator.start();
    }

    @AfterAll
    static void close() {
        simulator.close();
    }

    @Test
    void anAnswerIsALineATokenAndALastOneThatSaysDone() throws Exception {
        // Given
        simulator.script("ollama", Script.builder().reasoning("hm").answer("one two").build());

        // When
        HttpResponse<String> answer = chat(ASK.formatted(""));

        // Then
        List<JsonNode> lines = answer.body().lines().map(OllamaWireTest::json).toList();
        assertThat(answer.headers().firstValue("content-type")).contains("application/x-ndjson");
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0).at("/message/thinking").asText()).isEqualTo("hm");
        assertThat(lines.get(1).at("/message/content").asText()).isEqualTo("one ");
        assertThat(lines.get(2).path("done").asBoolean(true)).isFalse();
        assertThat(lines.get(3).path("done").asBoolean()).isTrue();
        assertThat(lines.get(3).path("done_reason").asText()).isEqualTo("stop");
        assertThat(lines.get(3).path("prompt_eval_count").asInt()).isEqualTo(2);
        assertThat(lines.get(3).path("eval_count").asInt()).isEqualTo(3);
    }

    @Test
    void aPlainAnswerIsOneLineAndItsToolCallsHoldObjects() throws Exception {
        // Given
        simulator.script(
                "ollama", Script.builder().toolCall(ToolCall.of("x", "look", "{\"a\":1}")).build());

        // When
        JsonNode answer =
                json(chat(ASK.formatted(",\"stream\":false,\"tools\":[{\"a\":1}]")).body());

        // Then
        assertThat(answer.path("done").asBoolean()).isTrue();
        assertThat(answer.at("/message/tool_calls/0/function/arguments/a").asInt()).isEqualTo(1);
    }

    @Test
    void aModelIsListedWithItsTagAndFoundWithoutIt() throws Exception {
        // Given
        simulator.script("ollama", Script.builder().models("llama3.2", "qwen3:8b").build());

        // When
        JsonNode tags = json(send(request("/api/tags").GET().build()).body());

        // Then
        assertThat(tags.path("models").findValuesAsText("name"))
                .containsExactly("llama3.2:latest", "qwen3:8b");
        assertThat(chat(ASK.formatted("")).statusCode()).isEqualTo(200);
        HttpResponse<String> other = chat(ASK.formatted("").replace("llama3.2", "qwen3"));
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(json(other.body()).path("error").asText())
                .isEqualTo("model 'qwen3' not found, try pulling it first");
    }

    @Test
    void argumentsThatAreTextAreRefusedAsOllamaDoes() throws Exception {
        simulator.script("ollama", Script.DEFAULT);
        String call = "{\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}";

        HttpResponse<String> answer =
                chat(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":["
                                + call
                                + "]}]}");

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void anErrorInTheStreamIsALine() throws Exception {
        simulator.script("ollama", Script.failing(new Fault.ErrorInBand(1, 500, "out of memory")));

        List<JsonNode> lines =
                chat(ASK.formatted("")).body().lines().map(OllamaWireTest::json).toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.getLast().path("error").asText()).isEqualTo("out of memory");
    }

    private static HttpResponse<String> chat(String body) throws Exception {
        return send(request("/api/chat").POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(simulator.serverUrl("ollama") + path));
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
