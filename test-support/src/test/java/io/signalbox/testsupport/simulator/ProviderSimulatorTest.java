package io.signalbox.testsupport.simulator;

import static io.signalbox.testsupport.simulator.SimClient.chat;
import static io.signalbox.testsupport.simulator.SimClient.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProviderSimulatorTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ProviderSimulator simulator = ProviderSimulator.start();
    private final SimulatedProvider acme = simulator.script("acme", Script.DEFAULT);
    private final SimClient client = new SimClient(simulator.baseUrl("acme"));

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    @Test
    void echoesItsQuestionInAPlainAnswer() throws Exception {
        JsonNode answer = client.json(chat("what is 2 + 2?"));

        assertThat(answer.at("/object").asText()).isEqualTo("chat.completion");
        assertThat(answer.at("/model").asText()).isEqualTo("m1");
        assertThat(answer.at("/choices/0/message/content").asText())
                .isEqualTo(Answers.echo("what is 2 + 2?"));
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void heldCallsAreAnsweredWhenTheyAreReleased() throws Exception {
        // Given
        acme.hold();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> answer = callers.submit(() -> client.json(chat("held")));
            assertThat(acme.await(counts -> counts.inFlight() == 1, LIMIT)).isTrue();
            assertThat(answer.isDone()).isFalse();

            // When
            acme.release();

            // Then
            assertThat(answer.get().at("/choices/0/message/content").asText())
                    .isEqualTo(Answers.echo("held"));
        }
        assertThat(client.json(chat("later")).has("choices")).isTrue();
    }

    @Test
    void streamsRoleContentFinishUsageAndEndMarker() throws Exception {
        List<String> events = client.events(streamed("one \"two\"\n"));

        List<JsonNode> chunks = parsed(events.subList(0, events.size() - 1));
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(content(chunks)).isEqualTo(Answers.echo("one \"two\"\n"));
        JsonNode finish = chunks.get(chunks.size() - 2);
        assertThat(finish.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(finish.has("usage")).isTrue();
        JsonNode usage = chunks.getLast();
        assertThat(usage.at("/choices")).isEmpty();
        assertThat(usage.at("/usage/completion_tokens").asInt()).isEqualTo(4);
        assertThat(events.getLast()).isEqualTo("[DONE]");
    }

    @Test
    void sendsNoUsageUnlessAskedOrWhenTheScriptHasNone() throws Exception {
        ObjectNode unasked = chat("hi").put("stream", true);
        assertThat(client.events(unasked)).noneMatch(event -> event.contains("usage"));

        acme.play(Script.builder().withoutUsage().build());
        assertThat(client.events(streamed("hi"))).noneMatch(event -> event.contains("usage"));
        assertThat(client.json(chat("hi")).has("usage")).isFalse();
    }

    @Test
    void answersWhatTheScriptSaysAsLongAsItSays() throws Exception {
        acme.play(
                Script.builder()
                        .answer("fixed")
                        .tokens(5)
                        .reasoning("let me think")
                        .reasoningTokens(10)
                        .cachedTokens(1)
                        .header("x-ratelimit-remaining-requests", "7")
                        .build());

        HttpResponse<String> response = client.send(chat("hello there"));
        JsonNode answer = Json.mapper().readTree(response.body());
        assertThat(answer.at("/choices/0/message/content").asText()).startsWith("fixed ");
        assertThat(answer.at("/choices/0/message/reasoning_content").asText())
                .isEqualTo("let me think");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(5 + 3 + 10);
        assertThat(answer.at("/usage/completion_tokens_details/reasoning_tokens").asInt())
                .isEqualTo(13);
        assertThat(answer.at("/usage/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(1);
        assertThat(response.headers().firstValue("x-ratelimit-remaining-requests")).contains("7");
    }

    @Test
    void endsForLengthAtTheRequestsLimit() throws Exception {
        JsonNode answer = client.json(chat("a b c d e").put("max_completion_tokens", 3));

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("You said: a ");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void callsToolsWhereTheRequestHasSomeUntilItBringsAResult() throws Exception {
        // Given
        acme.play(
                Script.builder()
                        .toolCall(ToolCall.of("call_1", "weather", "{\"city\":\"Bern\"}"))
                        .build());
        ObjectNode offering = chat("weather?");
        offering.putArray("tools").addObject().put("type", "function");

        // Then in one piece
        JsonNode choice = client.json(offering).at("/choices/0");
        assertThat(choice.at("/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.at("/message/content").isNull()).isTrue();
        assertThat(choice.at("/message/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"city\":\"Bern\"}");

        // And in chunks
        List<String> events = client.events(offering.deepCopy().put("stream", true));
        StringBuilder arguments = new StringBuilder();
        for (JsonNode chunk : parsed(events.subList(0, events.size() - 1))) {
            arguments.append(chunk.at("/choices/0/delta/tool_calls/0/function/arguments").asText());
        }
        assertThat(arguments).hasToString("{\"city\":\"Bern\"}");

        // And not without tools, nor after the result
        assertThat(client.json(chat("weather?")).at("/choices/0/finish_reason").asText())
                .isEqualTo("stop");
        offering.withArray("messages").addObject().put("role", "tool").put("content", "sunny");
        assertThat(client.json(offering).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void takesItsStepsOneByOne() throws Exception {
        // Given
        acme.play(
                Script.builder()
                        .step(ToolCall.of(null, "write_file", "{}"))
                        .answer("done")
                        .build());
        ObjectNode asking = chat("write it");
        asking.putArray("tools").addObject().putObject("function").put("name", "write_file");

        // When
        JsonNode called = client.json(asking).at("/choices/0");
        asking.withArray("messages").add(called.path("message"));
        asking.withArray("messages").addObject().put("role", "tool").put("content", "ok");
        JsonNode answered = client.json(asking).at("/choices/0");

        // Then
        assertThat(called.at("/message/tool_calls/0/function/name").asText())
                .isEqualTo("write_file");
        assertThat(called.at("/message/tool_calls/0/id").asText()).isNotEmpty();
        assertThat(answered.at("/message/content").asText()).isEqualTo("done");
    }

    @Test
    void refusesWrongKeysUnknownModelsAndUnknownProviders() throws Exception {
        acme.play(Script.builder().requiredKey("sk-1").models("m1", "m2").build());

        HttpResponse<String> noKey = client.send(chat("hi"));
        assertThat(noKey.statusCode()).isEqualTo(401);
        assertThat(Json.mapper().readTree(noKey.body()).at("/error/code").asText())
                .isEqualTo("invalid_api_key");

        assertThat(withKey(chat("hi")).statusCode()).isEqualTo(200);
        HttpResponse<String> noModel = withKey(chat("hi").put("model", "m3"));
        assertThat(noModel.statusCode()).isEqualTo(404);
        assertThat(noModel.body()).contains("model_not_found");

        try (SimClient stranger = new SimClient(simulator.baseUrl("nobody"))) {
            assertThat(stranger.send(chat("hi")).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void listsItsModels() throws Exception {
        acme.play(Script.builder().models("m1", "m2").build());

        HttpResponse<String> models =
                client.send(
                        HttpRequest.newBuilder(URI.create(simulator.baseUrl("acme") + "/models"))
                                .build());

        assertThat(Json.mapper().readTree(models.body()).findValuesAsText("id"))
                .containsExactly("m1", "m2");
    }

    @Test
    void keepsItsPace() throws Exception {
        acme.play(
                Script.builder()
                        .latency(Duration.ofMillis(100))
                        .tokensPerSecond(50)
                        .tokens(10)
                        .build());
        for (ObjectNode request : List.of(chat("hi"), streamed("hi"))) {
            Instant start = Instant.now();
            client.send(request);
            assertThat(Duration.between(start, Instant.now()))
                    .isGreaterThan(Duration.ofMillis(295));
        }
    }

    @Test
    void remembersRequestsAndHowOftenEachAttemptCalled() throws Exception {
        for (String attempt : List.of("J/1", "J/2", "J/1")) {
            client.send(
                    client.request(chat("hi " + attempt))
                            .header(RecordedRequest.ATTEMPT_HEADER, attempt)
                            .build());
        }

        ProviderCounts counts = acme.counts();
        assertThat(counts.calls()).isEqualTo(3);
        assertThat(counts.inFlight()).isZero();
        assertThat(counts.aborted()).isZero();
        assertThat(counts.attempts()).isEqualTo(2);
        assertThat(counts.repeatedAttempts()).containsOnlyKeys("J/1").containsValue(2);
        assertThat(acme.callsOf("J/1")).isEqualTo(2);
        assertThat(counts.requests().getLast().body()).contains("hi J/1");
        assertThat(counts.requests().getLast().headers()).containsKey("content-type");
    }

    private HttpResponse<String> withKey(JsonNode body) throws Exception {
        return client.send(client.request(body).header("Authorization", "Bearer sk-1").build());
    }

    private static List<JsonNode> parsed(List<String> events) throws Exception {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : events) {
            chunks.add(Json.mapper().readTree(event));
        }
        return chunks;
    }

    private static String content(List<JsonNode> chunks) {
        StringBuilder content = new StringBuilder();
        chunks.forEach(chunk -> content.append(chunk.at("/choices/0/delta/content").asText()));
        return content.toString();
    }
}
