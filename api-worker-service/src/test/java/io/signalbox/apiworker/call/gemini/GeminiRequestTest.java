package io.signalbox.apiworker.call.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.RawServer;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Gemini gets to read, and what it is asked for its models. */
@Timeout(20)
class GeminiRequestTest {

    private static final Provider NOWHERE =
            Requests.provider(Dialect.GEMINI, URI.create("http://127.0.0.1:1/v1beta"));

    private static final String CONVERSATION =
            """
            {"messages":[
            {"role":"developer","content":"Be brief"},
            {"role":"user","name":"ann","content":[{"type":"text","text":"What is this?"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
            {"type":"image_url","image_url":{"url":"https://x.example/a/cat.JPG?size=2"}},
            {"type":"image_url","image_url":{"url":"https://x.example/1234"}}]},
            {"role":"assistant","content":"","tool_calls":[
            {"id":"c1","type":"function","function":{"name":"look","arguments":"{\\"a\\": 1}"}},
            {"id":"c2","type":"function","function":{"name":"hear","arguments":""}}]},
            {"role":"tool","content":"a cat","tool_call_id":"c1"},
            {"role":"tool","content":"{\\"db\\": 3}","tool_call_id":"c2"},
            {"role":"system","content":"And kind"},
            {"role":"user","content":"So?"}],
            "tools":[{"type":"function","function":{"name":"look","description":"Looks","strict":true,
            "parameters":{"type":"object","additionalProperties":false}}},
            {"type":"function","function":{"name":"hear"}}],
            "tool_choice":{"type":"function","function":{"name":"look"}},
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},
            "temperature":0.2,"top_p":0.5,"max_completion_tokens":77,"stop":["END"],"seed":9,
            "parallel_tool_calls":false,"top_k":40,"presence_penalty":0.1,
            "safetySettings":[{"category":"c","threshold":"t"}],
            "generationConfig":{"mediaResolution":"LOW","seed":3},
            "stream":false,"model":"other","n":3}\
            """;

    @Test
    void aConversationTakesGeminisForm() throws IOException {
        assertThat(body("gemini-3.6-flash", CONVERSATION))
                .isEqualTo(
                        Json.mapper()
                                .readTree(
                                        """
                                        {"systemInstruction":{"parts":[{"text":"Be brief"},{"text":"And kind"}]},
                                        "contents":[
                                        {"role":"user","parts":[{"text":"What is this?"},
                                        {"inlineData":{"mimeType":"image/png","data":"AAAA"}},
                                        {"fileData":{"fileUri":"https://x.example/a/cat.JPG?size=2","mimeType":"image/jpeg"}},
                                        {"fileData":{"fileUri":"https://x.example/1234"}}]},
                                        {"role":"model","parts":[
                                        {"functionCall":{"name":"look","id":"c1","args":{"a":1}},
                                        "thoughtSignature":"skip_thought_signature_validator"},
                                        {"functionCall":{"name":"hear","id":"c2","args":{}}}]},
                                        {"role":"user","parts":[
                                        {"functionResponse":{"name":"look","id":"c1","response":{"output":"a cat"}}},
                                        {"functionResponse":{"name":"hear","id":"c2","response":{"db":3}}}]},
                                        {"role":"user","parts":[{"text":"So?"}]}],
                                        "tools":[{"functionDeclarations":[
                                        {"name":"look","description":"Looks","parametersJsonSchema":{"type":"object","additionalProperties":false}},
                                        {"name":"hear"}]}],
                                        "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["look"]}},
                                        "safetySettings":[{"category":"c","threshold":"t"}],
                                        "generationConfig":{"mediaResolution":"LOW","seed":9,"topK":40,
                                        "temperature":0.2,"topP":0.5,"maxOutputTokens":77,"stopSequences":["END"],
                                        "responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}}
                                        """));
    }

    @Test
    void aResultOfSeveralLinesOfJsonGoesWhole() throws IOException {
        JsonNode body =
                body(
                        "gemini-3.6-flash",
                        """
                        {"messages":[{"role":"user","content":"a"},
                        {"role":"assistant","tool_calls":[{"id":"c","function":{"name":"look","arguments":"{}"}}]},
                        {"role":"tool","content":"{\\"id\\":1}\\n{\\"id\\":2}","tool_call_id":"c"}]}\
                        """);

        assertThat(body.at("/contents/2/parts/0/functionResponse/response"))
                .isEqualTo(
                        Json.mapper().createObjectNode().put("output", "{\"id\":1}\n{\"id\":2}"));
    }

    @Test
    void theHeadersCarryKeyAndAttempt() throws IOException {
        RawServer.Request request = send("gemini-3.6-flash", "{\"messages\":[]}");

        assertThat(request.line())
                .isEqualTo(
                        "POST /v1/models/gemini-3.6-flash:streamGenerateContent?alt=sse HTTP/1.1");
        assertThat(request.headers())
                .containsEntry("x-goog-api-key", Requests.KEY.reveal())
                .containsEntry("x-signalbox-attempt", "01JDXXXXXXXXXXXXXXXXXXXXXX/1")
                .containsEntry("accept", "text/event-stream")
                .doesNotContainKey("authorization");
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-3.6-flash,models/gemini-3.6-flash",
        "models/gemini-3.6-flash,models/gemini-3.6-flash",
        "tunedModels/mine-1,tunedModels/mine-1",
        "../files?x=,models/..%2Ffiles%3Fx%3D"
    })
    void aModelIsOneSegmentOfThePath(String model, String path) {
        assertThat(GeminiCall.address(URI.create("http://h/v1beta"), model))
                .isEqualTo("http://h/v1beta/" + path + ":streamGenerateContent?alt=sse");
    }

    @Test
    void beforeGemini3NothingIsSigned() throws IOException {
        assertThat(body("gemini-2.5-flash", CONVERSATION).toString())
                .doesNotContain("thoughtSignature");
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-3.6-flash,none,thinkingLevel,minimal,false",
        "gemini-3.6-flash,minimal,thinkingLevel,minimal,true",
        "gemini-3.1-pro-preview,none,thinkingLevel,low,false",
        "gemini-3.1-pro-preview,medium,thinkingLevel,medium,true",
        "gemini-flash-latest,xhigh,thinkingLevel,high,true",
        "gemini-2.5-flash,none,thinkingBudget,0,false",
        "gemini-2.5-flash,LOW,thinkingBudget,1024,true",
        "gemini-2.5-pro,none,thinkingBudget,128,false",
        "gemini-2.5-pro,high,thinkingBudget,24576,true"
    })
    void effortIsALevelOrABudget(
            String model, String effort, String field, String value, boolean shown)
            throws IOException {
        JsonNode thinking =
                body(model, "{\"messages\":[],\"reasoning_effort\":\"" + effort + "\"}")
                        .at("/generationConfig/thinkingConfig");

        assertThat(thinking.path(field).asText()).isEqualTo(value);
        assertThat(thinking.path("includeThoughts").asBoolean()).isEqualTo(shown);
        assertThat(thinking).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"none,NONE", "auto,AUTO", "required,ANY"})
    void toolChoiceIsAMode(String choice, String mode) throws IOException {
        JsonNode body =
                body(
                        "gemini-3.6-flash",
                        "{\"messages\":[],\"tools\":[{\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"%s\"}"
                                .formatted(choice));

        assertThat(body.at("/toolConfig/functionCallingConfig/mode").asText()).isEqualTo(mode);
    }

    @Test
    void jsonModeIsAMimeType() throws IOException {
        assertThat(
                        body(
                                        "gemini-3.6-flash",
                                        "{\"messages\":[],\"response_format\":{\"type\":\"json_object\"}}")
                                .get("generationConfig"))
                .isEqualTo(Json.mapper().readTree("{\"responseMimeType\":\"application/json\"}"));
    }

    @Test
    void whatTheModelRefusesIsLeftOutWithANote() throws IOException {
        LeftOut leftOut = new LeftOut();
        String input =
                """
                {"messages":[],"temperature":0.2,"reasoning_effort":"low","seed":99999999999}\
                """;

        byte[] body =
                GeminiRequestBody.of(
                        request("gemini-2.0-flash", input, Requests.model(false)), leftOut);

        assertThat(Json.mapper().readTree(body).has("generationConfig")).isFalse();
        assertThat(leftOut.reasons()).containsOnlyKeys("temperature", "reasoning_effort", "seed");
    }

    @ParameterizedTest
    @CsvSource({"gemini-2.5-flash", "gemini-3.6-flash", "gemini-flash-latest"})
    void aPenaltyIsLeftOutWithANoteWhereTheModelRefusesIt(String model) throws IOException {
        LeftOut leftOut = new LeftOut();
        String input =
                """
                {"messages":[],"presence_penalty":0.1,"frequency_penalty":-1}\
                """;

        byte[] body = GeminiRequestBody.of(request(model, input, null), leftOut);

        assertThat(Json.mapper().readTree(body).has("generationConfig")).isFalse();
        assertThat(leftOut.reasons()).containsOnlyKeys("presence_penalty", "frequency_penalty");
    }

    @Test
    void whatGeminiDoesNotHaveIsLeftOutWithANote() throws IOException {
        LeftOut leftOut = new LeftOut();
        String input =
                """
                {"messages":[],"logit_bias":{"1":2},"parallel_tool_calls":false,"user":"u",
                "n":1,"stream_options":{"include_usage":true},"top_k":3,"max_tokens":9,
                "generationConfig":{"mediaResolution":"LOW"},"serviceTier":"flex"}\
                """;

        byte[] body = GeminiRequestBody.of(request("gemini-3.6-flash", input, null), leftOut);

        assertThat(Json.mapper().readTree(body))
                .isEqualTo(
                        Json.mapper()
                                .readTree(
                                        """
                                        {"contents":[],"serviceTier":"flex","generationConfig":
                                        {"mediaResolution":"LOW","topK":3,"maxOutputTokens":9}}
                                        """));
        assertThat(leftOut.reasons())
                .containsOnlyKeys("logit_bias", "parallel_tool_calls", "user")
                .containsEntry("user", "Gemini has no such parameter");
    }

    @Test
    void aPenaltyOfNothingIsNothingToTell() throws IOException {
        LeftOut leftOut = new LeftOut();
        String input =
                """
                {"messages":[],"presence_penalty":0,"frequency_penalty":0.0}\
                """;

        GeminiRequestBody.of(request("gemini-2.5-pro", input, null), leftOut);

        assertThat(leftOut.reasons()).isEmpty();
    }

    @Test
    void modelsThatTakePenaltiesGetThem() throws IOException {
        String input =
                """
                {"messages":[],"presence_penalty":0.1,"frequency_penalty":-1}\
                """;

        assertThat(body("gemini-2.0-flash", input).get("generationConfig"))
                .isEqualTo(
                        Json.mapper()
                                .readTree("{\"presencePenalty\":0.1,\"frequencyPenalty\":-1}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "https: URL | {\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://x/cat.png\"}}]}",
                "https: URL | {\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/svg+xml,<svg/>\"}}]}",
                "'look' | {\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"look\",\"arguments\":\"[1]\"}}]}",
                "'look' | {\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"look\",\"arguments\":\"{}{}\"}}]}",
                "id 'gone' | {\"role\":\"tool\",\"content\":\"a\",\"tool_call_id\":\"gone\"}"
            })
    void whatGeminiCannotBeGivenIsRefusedBeforeTheCall(String said, String message)
            throws IOException {
        try (UpstreamHttp http = new UpstreamHttp()) {
            CallOutcome outcome =
                    new GeminiDialectClient(http, InstantSource.system())
                            .call(
                                    request("m", "{\"messages\":[" + message + "]}", null),
                                    DeltaListener.NONE,
                                    new CallCancel());

            Failed failed = (Failed) outcome;
            assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
            assertThat(failed.error().message()).startsWith("p takes").contains(said);
        }
    }

    @Test
    void modelsAreThoseThatWriteOrEmbed() throws IOException {
        JsonNode list =
                Json.mapper()
                        .readTree(
                                """
                                {"models":[
                                {"name":"models/gemini-3.6-flash","supportedGenerationMethods":["generateContent"]},
                                {"name":"models/gemini-embedding-2","supportedGenerationMethods":["embedContent"]},
                                {"name":"models/imagen-5","supportedGenerationMethods":["predict"]},
                                {"name":"tunedModels/mine"},{"size":1}]}
                                """);
        GeminiModelList models = new GeminiModelList();

        assertThat(models.ids(list))
                .containsExactly("gemini-3.6-flash", "gemini-embedding-2", "tunedModels/mine");
        assertThat(models.address(URI.create("http://h/v1beta")))
                .hasToString("http://h/v1beta/models?pageSize=1000");
        assertThat(models.headers(Requests.KEY))
                .containsExactly(java.util.Map.entry("x-goog-api-key", Requests.KEY.reveal()));
    }

    private static JsonNode body(String model, String input) throws IOException {
        return Json.mapper()
                .readTree(GeminiRequestBody.of(request(model, input, null), new LeftOut()));
    }

    private static CallRequest request(String modelId, String input, @Nullable Model model)
            throws IOException {
        return Requests.request(
                NOWHERE, modelId, Json.mapper().readValue(input, ChatInput.class), model);
    }

    private static RawServer.Request send(String model, String input) throws IOException {
        CompletableFuture<RawServer.Request> seen = new CompletableFuture<>();
        try (RawServer server =
                        new RawServer(c -> {
                            seen.complete(c.request());
                            c.stream().end();
                        });
                UpstreamHttp http = new UpstreamHttp()) {
            new GeminiDialectClient(http, InstantSource.system())
                    .call(
                            Requests.request(
                                    Requests.provider(Dialect.GEMINI, server.baseUrl()),
                                    model,
                                    Json.mapper().readValue(input, ChatInput.class),
                                    null),
                            DeltaListener.NONE,
                            new CallCancel());
            return seen.join();
        }
    }
}
