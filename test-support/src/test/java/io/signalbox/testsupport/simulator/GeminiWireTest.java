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

/** The simulator as a Gemini. */
@Timeout(20)
class GeminiWireTest {

    private static final String ASK =
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hello you\"}]}]%s}";

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
    void anAnswerIsAnEventATokenWithoutAnEndMark() throws Exception {
        simulator.script(
                "g", Script.builder().reasoning("hm").answer("one two").cachedTokens(1).build());

        HttpResponse<String> answer = post("m:streamGenerateContent", ASK.formatted(""));

        List<JsonNode> events =
                answer.body()
                        .lines()
                        .filter(line -> line.startsWith("data: "))
                        .map(line -> json(line.substring(6)))
                        .toList();
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(events).hasSize(4);
        assertThat(events.get(0).at("/candidates/0/content/parts/0/thought").asBoolean()).isTrue();
        assertThat(events.get(1).at("/candidates/0/content/parts/0/text").asText())
                .isEqualTo("one ");
        assertThat(events.get(1).at("/usageMetadata/candidatesTokenCount").asInt()).isEqualTo(1);
        assertThat(events.get(3).at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
        assertThat(events.get(3).get("usageMetadata"))
                .isEqualTo(
                        json(
                                "{\"promptTokenCount\":2,\"candidatesTokenCount\":2,\"totalTokenCount\":5,\"cachedContentTokenCount\":1,\"thoughtsTokenCount\":1}"));
    }

    @Test
    void aPlainAnswerIsOneObjectAndItsFirstToolCallIsSigned() throws Exception {
        simulator.script(
                "g",
                Script.builder()
                        .toolCall(ToolCall.of(null, "f", "{\"a\":1}"))
                        .toolCall(ToolCall.of(null, "g", "{}"))
                        .build());

        JsonNode answer =
                json(
                        post(
                                        "m:generateContent",
                                        ASK.formatted(",\"tools\":[{\"functionDeclarations\":[]}]"))
                                .body());

        JsonNode parts = answer.at("/candidates/0/content/parts");
        assertThat(parts).hasSize(2);
        assertThat(parts.at("/0/functionCall/args/a").asInt()).isEqualTo(1);
        assertThat(parts.get(0).has("thoughtSignature")).isTrue();
        assertThat(parts.get(1).has("thoughtSignature")).isFalse();
    }

    @Test
    void aBadKeyIsNot401() throws Exception {
        simulator.script("g", Script.builder().requiredKey("right").build());

        HttpResponse<String> answer = post("m:generateContent", ASK.formatted(""));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer.body()).at("/error/details/0/reason").asText())
                .isEqualTo("API_KEY_INVALID");
    }

    @Test
    void itIsAsStrictAsTheRealOne() throws Exception {
        simulator.script("g", Script.DEFAULT);

        assertThat(post("m:generateContent", ASK.formatted(",\"stream\":true")).body())
                .contains("Unknown name");
        assertThat(
                        post(
                                        "m:generateContent",
                                        ASK.formatted(",\"generationConfig\":{\"stop\":[]}"))
                                .body())
                .contains("generation_config");
        assertThat(
                        post(
                                        "gemini-3.6-flash:generateContent",
                                        "{\"contents\":[{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]}]}")
                                .body())
                .contains("missing a thought_signature");
        assertThat(
                        post(
                                        "m:generateContent",
                                        "{\"contents\":[{\"role\":\"user\",\"parts\":[]}]}")
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void modelsAreListedWithTheirCollection() throws Exception {
        simulator.script("g", Script.builder().models("m").build());

        JsonNode list =
                json(
                        send(HttpRequest.newBuilder(
                                                URI.create(
                                                        simulator.serverUrl("g")
                                                                + "/v1beta/models?pageSize=9"))
                                        .build())
                                .body());

        assertThat(list.at("/models/0/name").asText()).isEqualTo("models/m");
        assertThat(post("other:generateContent", ASK.formatted("")).statusCode()).isEqualTo(404);
    }

    @Test
    void aStepIsCalledAndItsResultGetsTheAnswer() throws Exception {
        simulator.script(
                "g",
                Script.builder().step(ToolCall.of(null, "write", "{}")).answer("done").build());
        String tools =
                ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"read\"},{\"name\":\"write\"}]}]";
        String results =
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"}]},{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"write\"}}]},{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"write\"}}]}]%s}"
                        .formatted(tools);

        String called = post("m:streamGenerateContent", ASK.formatted(tools)).body();
        String answered = post("m:streamGenerateContent", results).body();

        assertThat(called).contains("\"functionCall\":{\"name\":\"write\"");
        assertThat(answered).contains("done").doesNotContain("functionCall");
    }

    @Test
    void itCountsTokens() throws Exception {
        simulator.script("g", Script.DEFAULT);

        JsonNode counted = json(post("m:countTokens", "{\"contents\":[]}").body());

        assertThat(counted.path("totalTokens").asInt()).isEqualTo(3);
    }

    private static HttpResponse<String> post(String operation, String body) throws Exception {
        return send(
                HttpRequest.newBuilder(
                                URI.create(
                                        simulator.serverUrl("g") + "/v1beta/models/" + operation))
                        .header("x-goog-api-key", "wrong")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
