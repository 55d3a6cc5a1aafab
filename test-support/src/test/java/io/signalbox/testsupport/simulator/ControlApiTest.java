package io.signalbox.testsupport.simulator;

import static io.signalbox.testsupport.simulator.SimClient.chat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ControlApiTest {

    private final ProviderSimulator simulator = ProviderSimulator.start();
    private final SimClient client = new SimClient(simulator.baseUrl("acme"));

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    @Test
    void setsAScriptAndTellsWhatHappened() throws Exception {
        // Given
        HttpResponse<String> set =
                control(
                        "PUT",
                        "/acme",
                        """
                        {"answer": "pong", "latency": "1ms", "tokens_per_second": 500,
                         "faults": [{"match": "slow", "fault": {"kind": "status", "status": 503}}]}
                        """);
        assertThat(set.statusCode()).isEqualTo(204);

        // When
        assertThat(client.json(chat("ping")).toString()).contains("pong");
        assertThat(client.send(chat("slow ping")).statusCode()).isEqualTo(503);

        // Then
        JsonNode counts = Json.mapper().readTree(control("GET", "/acme", "").body());
        assertThat(counts.at("/calls").asInt()).isEqualTo(2);
        assertThat(counts.at("/in_flight").asInt()).isZero();
        assertThat(counts.at("/faults/status").asInt()).isEqualTo(1);
        assertThat(counts.at("/requests/1/body").asText()).contains("slow ping");
        assertThat(control("GET", "", "").body()).isEqualTo("[\"acme\"]");

        // And after a reset nothing is left
        assertThat(control("DELETE", "/acme", "").statusCode()).isEqualTo(204);
        assertThat(control("GET", "/acme", "").body()).contains("\"calls\":0");
    }

    @Test
    void takesAnAgentsSteps() throws Exception {
        HttpResponse<String> set =
                control(
                        "PUT",
                        "/acme",
                        """
                        {"answer": "done", "steps_match": "task",
                         "steps": [{"type": "custom", "function": {"name": "patch", "arguments": "x"}}]}
                        """);

        Script script = simulator.provider("acme").script();
        assertThat(set.statusCode()).isEqualTo(204);
        assertThat(script.stepsMatch()).isEqualTo("task");
        assertThat(script.steps())
                .containsExactly(new ToolCall(null, "custom", new ToolCall.Function("patch", "x")));
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        HttpResponse<String> typo = control("PUT", "/acme", "{\"latencey\": \"1s\"}");
        assertThat(typo.statusCode()).isEqualTo(400);
        assertThat(typo.body()).contains("latencey");

        String wrongRule = "{\"faults\":[{\"every\":0,\"fault\":{\"kind\":\"empty_200\"}}]}";
        assertThat(control("PUT", "/acme", wrongRule).statusCode()).isEqualTo(400);
        assertThat(control("PUT", "/acme", "null").statusCode()).isEqualTo(400);
        assertThat(control("GET", "/acme", "").statusCode()).isEqualTo(404);
    }

    @Test
    void writesAndReadsEveryFault() throws Exception {
        for (Fault fault :
                new Fault[] {
                    new Fault.Status(429, Map.of("a", "b"), "no"),
                    new Fault.HangBeforeHeaders(),
                    new Fault.HangAfterHeaders(),
                    new Fault.HangMidStream(1),
                    new Fault.CutBeforeContent(),
                    new Fault.CutAfter(1),
                    new Fault.CleanEof(1),
                    new Fault.ErrorInBand(1, 503, null),
                    new Fault.Empty200(),
                    new Fault.Html200(),
                    new Fault.MalformedChunk(1),
                    new Fault.SlowDrip(Duration.ofMillis(5))
                }) {
            Script script = Script.failing(fault);
            assertThat(Json.read(Json.bytes(script), Script.class)).isEqualTo(script);
        }
    }

    private HttpResponse<String> control(String method, String path, String body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + simulator.port() + "/_control" + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }
}
