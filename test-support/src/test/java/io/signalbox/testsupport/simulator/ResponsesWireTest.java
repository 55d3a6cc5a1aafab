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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator as OpenAI's Responses API. */
@Timeout(20)
class ResponsesWireTest {

    private static final String STREAM = ",\"stream\":true";

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
    void anAnswerIsEventsNamedByTheirTypeAndNumbered() throws Exception {
        // Given
        simulator.script(
                "codex",
                Script.builder()
                        .reasoning("hm")
                        .answer("one two")
                        .cachedTokens(1)
                        .reasoningTokens(4)
                        .build());

        // When
        HttpResponse<String> answer = ask("", STREAM);

        // Then
        List<JsonNode> events = events(answer.body());
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.reasoning_summary_part.added",
                        "response.reasoning_summary_text.delta",
                        "response.reasoning_summary_text.done",
                        "response.reasoning_summary_part.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(events)
                .extracting(event -> event.path("sequence_number").asInt())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(events.get(10).path("delta").asText()).isEqualTo("one ");
        assertThat(events.get(10).path("output_index").asInt()).isEqualTo(1);
        JsonNode response = events.getLast().path("response");
        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(response.at("/output/1/content/0/text").asText()).isEqualTo("one two");
        assertThat(response.at("/usage/input_tokens_details/cached_tokens").asInt()).isEqualTo(1);
        assertThat(response.at("/usage/output_tokens").asInt()).isEqualTo(7);
        assertThat(response.at("/usage/output_tokens_details/reasoning_tokens").asInt())
                .isEqualTo(5);
    }

    @Test
    void aPlainAnswerIsOneResponse() throws Exception {
        simulator.script("codex", Script.builder().answer("one two three").build());

        JsonNode whole = json(ask("", "").body());
        JsonNode cut = json(ask("", ",\"max_output_tokens\":2").body());

        assertThat(whole.path("object").asText()).isEqualTo("response");
        assertThat(whole.at("/output/0/content/0/text").asText()).isEqualTo("one two three");
        assertThat(cut.path("status").asText()).isEqualTo("incomplete");
        assertThat(cut.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
        assertThat(cut.at("/output/0/content/0/text").asText()).isEqualTo("one two ");
    }

    @Test
    void stepsAreCalledOneByOneAndThenComesTheAnswer() throws Exception {
        // Given
        simulator.script(
                "codex",
                Script.builder()
                        .step(ToolCall.of(null, "look", "{\"at\":\"{cwd}/a\"}"))
                        .step(new ToolCall("c2", "custom", new ToolCall.Function("patch", "*** x")))
                        .answer("done")
                        .build());
        String tools =
                ",\"tools\":[{\"type\":\"function\",\"name\":\"look\"},"
                        + "{\"type\":\"custom\",\"name\":\"patch\"},{\"type\":\"web_search\"}]"
                        + ",\"instructions\":\"<cwd>/srv/work</cwd>\"";

        // When
        JsonNode first = json(ask("", tools).body()).at("/output/0");
        String after =
                ",{\"type\":\"function_call\",\"call_id\":\"%1$s\",\"name\":\"look\",\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"call_id\":\"%1$s\",\"output\":\"seen\"}"
                        .formatted(first.path("call_id").asText());
        JsonNode second = json(ask(after, tools).body()).at("/output/0");
        String last =
                after
                        + ",{\"type\":\"custom_tool_call\",\"call_id\":\"c2\",\"name\":\"patch\",\"input\":\"*** x\"},{\"type\":\"custom_tool_call_output\",\"call_id\":\"c2\",\"output\":\"ok\"}";
        JsonNode answer = json(ask(last, tools).body()).at("/output/0");

        // Then
        assertThat(first.path("type").asText()).isEqualTo("function_call");
        assertThat(first.path("arguments").asText()).isEqualTo("{\"at\":\"/srv/work/a\"}");
        assertThat(second.path("type").asText()).isEqualTo("custom_tool_call");
        assertThat(second.path("input").asText()).isEqualTo("*** x");
        assertThat(answer.at("/content/0/text").asText()).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({
        "function, function_call, arguments, response.function_call_arguments.delta",
        "custom, custom_tool_call, input, response.custom_tool_call_input.delta"
    })
    void aToolCallIsStreamedInParts(String kind, String type, String field, String delta)
            throws Exception {
        ToolCall call = new ToolCall("c1", kind, new ToolCall.Function("do", "{\"a\":1}"));
        simulator.script("codex", Script.builder().step(call).build());
        String tools = ",\"tools\":[{\"type\":\"%s\",\"name\":\"do\"}]".formatted(kind);

        List<JsonNode> events = events(ask("", tools + STREAM).body());

        StringBuilder parts = new StringBuilder();
        List<JsonNode> done = new ArrayList<>();
        for (JsonNode event : events) {
            if (event.path("type").asText().equals(delta)) {
                parts.append(event.path("delta").asText());
            }
            if (event.path("type").asText().equals("response.output_item.done")) {
                done.add(event.path("item"));
            }
        }
        assertThat(parts).hasToString("{\"a\":1}");
        assertThat(done)
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.path("type").asText()).isEqualTo(type);
                    assertThat(item.path("call_id").asText()).isEqualTo("c1");
                    assertThat(item.path(field).asText()).isEqualTo("{\"a\":1}");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"input":"a"} | Missing required parameter: 'model'.
                    {"model":"m","input":[]} | Missing required parameter: 'input'.
                    {"model":"m","input":"a","previous_response_id":"r"} | Previous response with id 'r' not found.
                    {"model":"m","input":[{"type":"function_call_output","call_id":"c","output":""}]} | No tool call found for function call output with call_id c.
                    {"model":"m","input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]} | No tool output found for function call [c].
                    """)
    void itIsAsStrictAsOpenAi(String body, String words) throws Exception {
        simulator.script("codex", Script.DEFAULT);

        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer.body()).at("/error/type").asText())
                .isEqualTo("invalid_request_error");
        assertThat(json(answer.body()).at("/error/message").asText()).isEqualTo(words);
    }

    @Test
    void aSocketIsRefusedAndIsNoCall() throws Exception {
        SimulatedProvider codex = simulator.script("codex", Script.DEFAULT);
        codex.reset();

        HttpResponse<String> refused = send(request().GET().build());

        assertThat(refused.statusCode()).isEqualTo(426);
        assertThat(codex.counts().calls()).isZero();
    }

    @Test
    void anErrorInTheStreamIsAFailedResponse() throws Exception {
        simulator.script("codex", Script.failing(new Fault.ErrorInBand(1, 429, "too much")));

        List<JsonNode> events = events(ask("", STREAM).body());

        JsonNode last = events.getLast();
        assertThat(last.path("type").asText()).isEqualTo("response.failed");
        assertThat(last.at("/response/error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(last.at("/response/error/message").asText()).isEqualTo("too much");
    }

    @Test
    void aStreamThatEndsEarlyIsNotCompleted() throws Exception {
        simulator.script("codex", Script.failing(new Fault.CleanEof(2)));

        List<JsonNode> events = events(ask("", STREAM).body());

        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsOnlyOnce("response.created")
                .doesNotContain("response.completed", "response.output_item.done");
        assertThat(events.getLast().path("type").asText()).isEqualTo("response.output_text.delta");
    }

    @Test
    void wrongKeysGetOpenAisError() throws Exception {
        simulator.script("codex", Script.builder().requiredKey("sk-1").build());

        HttpResponse<String> refused = ask("", "");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(json(refused.body()).at("/error/code").asText()).isEqualTo("invalid_api_key");
    }

    /**
     * @param items further ones of the input, each after a comma
     * @param fields further ones of the request, each after a comma
     */
    private static HttpResponse<String> ask(String items, String fields) throws Exception {
        String question =
                "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"hello you\"}]}";
        return post("{\"model\":\"gpt\",\"input\":[%s%s]%s}".formatted(question, items, fields));
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return send(request().POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private static HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create(simulator.baseUrl("codex") + "/responses"));
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
