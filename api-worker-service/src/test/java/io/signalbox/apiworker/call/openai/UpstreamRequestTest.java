package io.signalbox.apiworker.call.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.RawServer;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an upstream gets to read. */
@Timeout(20)
class UpstreamRequestTest {

    private static final String CONVERSATION =
            """
            {"messages":[
            {"role":"developer","content":"Be brief"},
            {"role":"user","name":"ann","content":[{"type":"text","text":"What is this?"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}]},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
            "function":{"name":"look","arguments":"{\\"a\\": 1}"}}]},
            {"role":"tool","content":"a cat","tool_call_id":"c1"}],
            "tools":[{"type":"function","function":{"name":"look","strict":true,"parameters":{"type":"object"}}}],
            "tool_choice":"auto",
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},
            "temperature":0.2,"top_p":0.5,"max_completion_tokens":77,"stop":["END"],"seed":9,
            "reasoning_effort":"low","parallel_tool_calls":false,"logit_bias":{"50256":-100},
            "stream":false,"model":"other","n":3}\
            """;

    @Test
    void theCallersWordsArriveExactly() throws IOException {
        JsonNode expected =
                Json.mapper().readTree(CONVERSATION.replace("\"developer\"", "\"system\""));

        RawServer.Request request = send("somewhere", CONVERSATION, true);
        JsonNode body = Json.mapper().readTree(request.body());

        for (String same :
                new String[] {
                    "messages",
                    "tools",
                    "tool_choice",
                    "response_format",
                    "temperature",
                    "top_p",
                    "stop",
                    "seed",
                    "reasoning_effort",
                    "parallel_tool_calls",
                    "logit_bias"
                }) {
            assertThat(body.path(same)).as(same).isEqualTo(expected.path(same));
        }
        assertThat(body.path("model").asText()).isEqualTo("some/model:1");
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.path("stream_options").path("include_usage").asBoolean()).isTrue();
        assertThat(body.path("max_tokens").asInt()).isEqualTo(77);
        assertThat(body.has("max_completion_tokens")).isFalse();
        assertThat(body.has("n")).isFalse();
        assertThat(request.body()).doesNotContain("\n");
    }

    @Test
    void theHeadersCarryKeyAndAttempt() throws IOException {
        RawServer.Request request = send("somewhere", "{\"messages\":[]}", true);

        assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(request.headers())
                .containsEntry("authorization", "Bearer " + Requests.KEY.reveal())
                .containsEntry("x-signalbox-attempt", "01JDXXXXXXXXXXXXXXXXXXXXXX/1")
                .containsEntry("x-extra", "yes")
                .containsEntry("content-type", "application/json")
                .doesNotContainKeys("upgrade", "http2-settings");
    }

    @Test
    void temperatureIsDroppedWhereTheModelRefusesIt() throws IOException {
        JsonNode body = Json.mapper().readTree(send("somewhere", CONVERSATION, false).body());

        assertThat(body.has("temperature")).isFalse();
        assertThat(body.has("top_p")).isTrue();
    }

    @Test
    void serversDiffer() throws IOException {
        JsonNode openai = Json.mapper().readTree(send("openai", CONVERSATION, true).body());
        JsonNode mistral = Json.mapper().readTree(send("mistral", CONVERSATION, true).body());
        JsonNode openrouter = Json.mapper().readTree(send("openrouter", CONVERSATION, true).body());

        assertThat(openai.path("max_completion_tokens").asInt()).isEqualTo(77);
        assertThat(openai.has("max_tokens")).isFalse();
        assertThat(openai.at("/messages/0/role").asText()).isEqualTo("developer");
        assertThat(openai.path("stream_options").toString())
                .isEqualTo("{\"include_usage\":true,\"include_obfuscation\":false}");
        assertThat(mistral.path("random_seed").asInt()).isEqualTo(9);
        assertThat(mistral.has("seed")).isFalse();
        assertThat(mistral.has("stream_options")).isFalse();
        assertThat(mistral.has("logit_bias")).isFalse();
        assertThat(openrouter.path("usage").path("include").asBoolean()).isTrue();
    }

    @Test
    void whatWouldBeAnsweredToNobodyIsNotAsked() throws IOException {
        String input = "{\"messages\":[],\"logprobs\":true,\"top_logprobs\":2,\"logit_bias\":{}}";

        JsonNode body = Json.mapper().readTree(send("openai", input, true).body());

        assertThat(body.has("logprobs")).isFalse();
        assertThat(body.has("top_logprobs")).isFalse();
        assertThat(body.has("logit_bias")).isTrue();
    }

    @Test
    void theOldNameForTheTokenLimitIsTranslated() throws IOException {
        JsonNode body =
                Json.mapper()
                        .readTree(
                                send("openai", "{\"messages\":[],\"max_tokens\":5}", true).body());

        assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(5);
        assertThat(body.has("max_tokens")).isFalse();
    }

    private static RawServer.Request send(String provider, String input, boolean acceptsTemperature)
            throws IOException {
        CompletableFuture<RawServer.Request> seen = new CompletableFuture<>();
        try (RawServer server =
                        new RawServer(c -> {
                            seen.complete(c.request());
                            c.answer(
                                    200,
                                    "text/event-stream",
                                    "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
                        });
                UpstreamHttp http = new UpstreamHttp()) {
            assertThat(
                            new OpenAiDialectClient(http, InstantSource.system())
                                    .call(
                                            Requests.request(
                                                    Requests.provider(provider, server.baseUrl()),
                                                    Json.mapper().readValue(input, ChatInput.class),
                                                    Requests.model(acceptsTemperature)),
                                            DeltaListener.NONE,
                                            new CallCancel()))
                    .isInstanceOf(Succeeded.class);
            return seen.join();
        }
    }
}
