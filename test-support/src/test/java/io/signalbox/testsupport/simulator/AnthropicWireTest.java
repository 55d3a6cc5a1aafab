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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator as Anthropic. */
@Timeout(20)
class AnthropicWireTest {

    private static final String ASK =
            "{\"model\":\"claude\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hello you\"}]%s}";

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
    void anAnswerIsEventsNamedByTheirType() throws Exception {
        // Given
        simulator.script(
                "claude",
                Script.builder().reasoning("hm").answer("one two").cachedTokens(1).build());

        // When
        HttpResponse<String> answer = chat(ASK.formatted(",\"stream\":true"));

        // Then
        List<JsonNode> events = events(answer.body());
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(answer.headers().firstValue("request-id"))
                .hasValueSatisfying(id -> assertThat(id).startsWith("req_sim-"));
        assertThat(answer.headers().firstValue("anthropic-ratelimit-requests-remaining"))
                .contains("3999");
        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsExactly(
                        "message_start",
                        "ping",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(events.get(0).at("/message/usage/input_tokens").asInt()).isEqualTo(1);
        assertThat(events.get(0).at("/message/usage/cache_read_input_tokens").asInt()).isEqualTo(1);
        assertThat(events.get(3).at("/delta/thinking").asText()).isEqualTo("hm");
        assertThat(events.get(7).at("/delta/text").asText()).isEqualTo("one ");
        assertThat(events.get(7).path("index").asInt()).isEqualTo(1);
        assertThat(events.get(10).at("/delta/stop_reason").asText()).isEqualTo("end_turn");
        assertThat(events.get(10).at("/usage/output_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void aPlainAnswerIsOneMessage() throws Exception {
        simulator.script(
                "claude", Script.builder().toolCall(ToolCall.of("x", "look", "{\"a\":1}")).build());

        JsonNode answer =
                json(
                        chat(ASK.formatted(",\"tools\":[{\"name\":\"look\",\"input_schema\":{}}]"))
                                .body());

        assertThat(answer.path("type").asText()).isEqualTo("message");
        assertThat(answer.path("stop_reason").asText()).isEqualTo("tool_use");
        assertThat(answer.at("/content/0/type").asText()).isEqualTo("tool_use");
        assertThat(answer.at("/content/0/input/a").asInt()).isEqualTo(1);
    }

    @Test
    void itsErrorsNameTheirTypeAndTheRequest() throws Exception {
        simulator.script("claude", Script.builder().requiredKey("k").models("other").build());

        HttpResponse<String> keyless = chat(ASK.formatted(""));
        HttpResponse<String> unknown =
                send(
                        request("/messages")
                                .header("x-api-key", "k")
                                .POST(HttpRequest.BodyPublishers.ofString(ASK.formatted("")))
                                .build());

        assertThat(keyless.statusCode()).isEqualTo(401);
        assertThat(keyless.headers().firstValue("request-id")).isPresent();
        assertThat(json(keyless.body()).at("/error/type").asText())
                .isEqualTo("authentication_error");
        assertThat(json(unknown.body()).at("/error/type").asText()).isEqualTo("not_found_error");
        assertThat(json(unknown.body()).at("/error/message").asText()).isEqualTo("model: claude");
    }

    @Test
    void itListsItsModels() throws Exception {
        simulator.script("claude", Script.builder().models("claude-a", "claude-b").build());

        JsonNode list = json(send(request("/models?limit=1000").GET().build()).body());

        assertThat(list.path("data").findValuesAsText("id"))
                .containsExactly("claude-a", "claude-b");
        assertThat(list.path("has_more").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"model":"m","messages":[{"role":"user","content":"a"}]} | max_tokens: Field required
                    {"model":"m","max_tokens":1,"messages":[]} | messages: at least one message is required
                    {"model":"m","max_tokens":1,"seed":1,"messages":[{"role":"user","content":"a"}]} | seed: Extra inputs are not permitted
                    {"model":"m","max_tokens":1,"messages":[{"role":"system","content":"a"}]} | messages.0.role: Input should be 'user' or 'assistant'
                    {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"text","text":""}]}]} | messages.0.content: text content blocks must be non-empty
                    {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"text","text":"\\n"}]}]} | messages.0.content: text content blocks must contain non-whitespace text
                    {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"x"}]}]} | messages.0: unexpected `tool_use_id` found in `tool_result` blocks
                    {"model":"m","max_tokens":1,"temperature":1.5,"messages":[{"role":"user","content":"a"}]} | temperature: Input should be less than or equal to 1
                    """)
    void itIsAsStrictAsAnthropic(String body, String words) throws Exception {
        simulator.script("claude", Script.DEFAULT);

        HttpResponse<String> answer = chat(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer.body()).at("/error/type").asText())
                .isEqualTo("invalid_request_error");
        assertThat(json(answer.body()).at("/error/message").asText()).isEqualTo(words);
    }

    @Test
    void anErrorInTheStreamIsAnEvent() throws Exception {
        simulator.script("claude", Script.failing(new Fault.ErrorInBand(1, 529, null)));

        List<JsonNode> events = events(chat(ASK.formatted(",\"stream\":true")).body());

        assertThat(events.getLast().path("type").asText()).isEqualTo("error");
        assertThat(events.getLast().at("/error/type").asText()).isEqualTo("overloaded_error");
    }

    @Test
    void itCountsTokensWithoutTakingItForACall() throws Exception {
        SimulatedProvider claude = simulator.script("claude", Script.DEFAULT);
        claude.reset();

        HttpResponse<String> answer =
                send(
                        request("/messages/count_tokens?beta=true")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"messages\":[]}"))
                                .build());

        assertThat(json(answer.body()).path("input_tokens").asInt()).isEqualTo(3);
        assertThat(claude.counts().calls()).isZero();
    }

    @Test
    void betasAllowWhatClaudeCodeSends() throws Exception {
        simulator.script("claude", Script.builder().requiredKey("token").build());
        String body =
                """
                {"model":"claude","max_tokens":1,"context_management":{"edits":[]},
                 "messages":[{"role":"user","content":"a"},
                             {"role":"system","content":[{"type":"text","text":"b"}]}]}
                """;
        HttpRequest.Builder plain =
                request("/messages?beta=true").header("Authorization", "Bearer token");
        HttpRequest.Builder beta =
                plain.copy()
                        .header(
                                "anthropic-beta",
                                "claude-code-20250219,context-management-2025-06-27");

        HttpRequest.BodyPublisher sent = HttpRequest.BodyPublishers.ofString(body);
        assertThat(send(plain.POST(sent).build()).statusCode()).isEqualTo(400);
        assertThat(send(beta.POST(sent).build()).statusCode()).isEqualTo(200);
    }

    @Test
    void aStepIsStreamedAsAToolUseAndItsResultGetsTheAnswer() throws Exception {
        // Given
        simulator.script(
                "claude",
                Script.builder()
                        .step(ToolCall.of(null, "Write", "{\"file_path\":\"a\"}"))
                        .answer("done")
                        .build());
        String tools = ",\"stream\":true,\"tools\":[{\"name\":\"Write\",\"input_schema\":{}}]";

        // When
        List<JsonNode> called = events(chat(ASK.formatted(tools)).body());
        String id = called.get(2).at("/content_block/id").asText();
        String results =
                "{\"role\":\"user\",\"content\":\"hello\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"%1$s\",\"name\":\"Write\",\"input\":{}}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"%1$s\",\"content\":\"ok\"},{\"type\":\"text\",\"text\":\"a reminder\"}]}"
                        .formatted(id);
        String after =
                "{\"model\":\"claude\",\"max_tokens\":100,\"messages\":[%s]%s}"
                        .formatted(results, tools);

        // Then
        assertThat(called.get(2).at("/content_block/name").asText()).isEqualTo("Write");
        assertThat(id).isNotEmpty();
        assertThat(called.get(called.size() - 2).at("/delta/stop_reason").asText())
                .isEqualTo("tool_use");
        assertThat(events(chat(after).body()).get(2).at("/content_block/type").asText())
                .isEqualTo("text");
    }

    private static HttpResponse<String> chat(String body) throws Exception {
        return send(request("/messages").POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(simulator.anthropicUrl("claude") + path));
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Each event's data; its name must be its type. */
    private static List<JsonNode> events(String body) {
        return Stream.of(body.split("\n\n", -1))
                .filter(event -> !event.isEmpty())
                .map(event -> {
                    String[] lines = event.split("\n", -1);
                    JsonNode data = json(lines[1].substring("data: ".length()));
                    assertThat(lines[0]).isEqualTo("event: " + data.path("type").asText());
                    return data;
                })
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
