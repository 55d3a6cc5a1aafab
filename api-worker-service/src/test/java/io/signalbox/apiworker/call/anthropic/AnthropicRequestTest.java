package io.signalbox.apiworker.call.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a caller's request goes to Anthropic, and how. The plain cases are the MatrixTest's. */
class AnthropicRequestTest {

    private static final Provider ANTHROPIC =
            Requests.provider(Dialect.ANTHROPIC, URI.create("http://127.0.0.1:1/v1"));

    private static final String USER = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private static final Model ADAPTIVE =
            Requests.model(false, "reasoning", "adaptive_thinking", "json_schema");
    private static final Model BUDGETED = Requests.model(true, "reasoning", "json_schema");
    private static final Model PLAIN = Requests.model(true, "tools");

    private final LeftOut leftOut = new LeftOut();

    @Test
    void theSystemStandsApartAndTurnsAreJoined() throws IOException {
        JsonNode body =
                body(
                        """
                        {"messages":[{"role":"system","content":"One."},
                        {"role":"user","content":"a"},{"role":"user","name":"bob","content":""},
                        {"role":"developer","content":"Two."},
                        {"role":"user","content":"b"},
                        {"role":"assistant","content":""},
                        {"role":"assistant","content":"c","tool_calls":[
                        {"id":"functions.look:0","type":"function","function":{"name":"look","arguments":""}}]},
                        {"role":"tool","tool_call_id":"functions.look:0","content":""},
                        {"role":"user","content":"d"}]}\
                        """,
                        PLAIN);

        assertThat(body.path("system"))
                .isEqualTo(json("[{'type':'text','text':'One.'},{'type':'text','text':'Two.'}]"));
        assertThat(body.path("messages"))
                .isEqualTo(
                        json(
                                """
                                [{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]},
                                {'role':'assistant','content':[{'type':'text','text':'c'},
                                {'type':'tool_use','id':'functions_look_0','name':'look','input':{}}]},
                                {'role':'user','content':[{'type':'tool_result','tool_use_id':'functions_look_0'},
                                {'type':'text','text':'d'}]}]\
                                """));
    }

    /** Source: anomalyco/opencode#31259. */
    @Test
    void textOfBlanksAloneIsNotSent() throws IOException {
        JsonNode body =
                body(
                        """
                        {"messages":[{"role":"system","content":" "},
                        {"role":"user","content":[{"type":"text","text":"\\n"},{"type":"text","text":" a"}]},
                        {"role":"assistant","content":"\\n\\n","tool_calls":[
                        {"id":"x","type":"function","function":{"name":"look","arguments":"{}"}}]},
                        {"role":"tool","tool_call_id":"x","content":"\\t"},
                        {"role":"assistant","content":" "},
                        {"role":"user","content":"b"}]}\
                        """,
                        PLAIN);

        assertThat(body.has("system")).isFalse();
        assertThat(body.path("messages"))
                .isEqualTo(
                        json(
                                """
                                [{'role':'user','content':[{'type':'text','text':' a'}]},
                                {'role':'assistant','content':[
                                {'type':'tool_use','id':'x','name':'look','input':{}}]},
                                {'role':'user','content':[{'type':'tool_result','tool_use_id':'x'},
                                {'type':'text','text':'b'}]}]\
                                """));
    }

    @Test
    void toolsAndTheChoiceAmongThem() throws IOException {
        JsonNode body =
                body(
                        "{"
                                + USER
                                + """
                                ,"tools":[{"type":"function","function":{"name":"look","strict":true}},
                                {"type":"web_search_20250305","name":"web_search","max_uses":2}],
                                "tool_choice":{"type":"function","function":{"name":"look"}},
                                "parallel_tool_calls":false}\
                                """,
                        PLAIN);

        assertThat(body.path("tools"))
                .isEqualTo(
                        json(
                                """
                                [{'name':'look','strict':true,'input_schema':{'type':'object','properties':{}}},
                                {'type':'web_search_20250305','name':'web_search','max_uses':2}]\
                                """));
        assertThat(body.path("tool_choice"))
                .isEqualTo(json("{'type':'tool','name':'look','disable_parallel_tool_use':true}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "none"     | {'type':'none'}
                    "auto"     | {'type':'auto','disable_parallel_tool_use':true}
                    "required" | {'type':'any','disable_parallel_tool_use':true}
                    null       | {'type':'auto','disable_parallel_tool_use':true}
                    """)
    void oneToolAtATime(String choice, String expected) throws IOException {
        JsonNode body =
                body(
                        "{%s,\"tools\":[{\"function\":{\"name\":\"look\"}}],\"tool_choice\":%s,\"parallel_tool_calls\":false}"
                                .formatted(USER, choice),
                        PLAIN);

        assertThat(body.path("tool_choice")).isEqualTo(json(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "low, low",
        "minimal, low",
        "HIGH, high",
        "xhigh, xhigh",
    })
    void newModelsThinkAsTheyFindRight(String asked, String sent) throws IOException {
        JsonNode body = body(effort(asked), ADAPTIVE);

        assertThat(body.path("thinking"))
                .isEqualTo(json("{'type':'adaptive','display':'summarized'}"));
        assertThat(body.at("/output_config/effort").asText()).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"minimal, 1024", "low, 2048", "medium, 8192", "high, 16000", "max, 16000"})
    void olderModelsThinkByABudgetOfAtMostHalfTheAnswer(String asked, int tokens)
            throws IOException {
        JsonNode body = body(effort(asked), BUDGETED);

        assertThat(body.path("max_tokens").asInt()).isEqualTo(32_000);
        assertThat(body.path("thinking"))
                .isEqualTo(json("{'type':'enabled','budget_tokens':" + tokens + "}"));
        assertThat(body.has("output_config")).isFalse();
    }

    @Test
    void noneIsNoThinking() throws IOException {
        assertThat(body(effort("none"), ADAPTIVE).path("thinking"))
                .isEqualTo(json("{'type':'disabled'}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-fable-5", "claude-fable-5-1", "claude-mythos-5"})
    void aModelThatAlwaysThinksIsNotToldNotTo(String model) throws IOException {
        CallRequest request =
                Requests.request(
                        ANTHROPIC,
                        model,
                        Json.mapper().readValue(effort("none"), ChatInput.class),
                        ADAPTIVE);

        JsonNode body = Json.mapper().readTree(AnthropicRequestBody.of(request, leftOut));

        assertThat(fields(body)).doesNotContain("thinking", "output_config");
        assertThat(leftOut.reasons())
                .containsExactly(Map.entry("reasoning_effort", "the model always thinks"));
    }

    @Test
    void thinkingThatCannotBeIsLeftOut() throws IOException {
        String small = "{" + USER + ",\"reasoning_effort\":\"high\",\"max_tokens\":2000}";
        String forced =
                "{%s,\"reasoning_effort\":\"high\",\"tools\":[{\"function\":{\"name\":\"look\"}}],\"tool_choice\":\"required\"}"
                        .formatted(USER);
        String loop =
                """
                {"reasoning_effort":"high","messages":[{"role":"user","content":"a"},
                {"role":"assistant","tool_calls":[{"id":"x","function":{"name":"look","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"x","content":"b"}]}\
                """;

        assertThat(body(small, BUDGETED).has("thinking")).isFalse();
        assertThat(body(forced, BUDGETED).has("thinking")).isFalse();
        assertThat(body(loop, BUDGETED).has("thinking")).isFalse();
        assertThat(body(effort("high"), PLAIN).has("thinking")).isFalse();
        assertThat(leftOut.reasons()).containsOnlyKeys("reasoning_effort");
        JsonNode adaptive = body(forced, ADAPTIVE);
        assertThat(adaptive.has("thinking")).isFalse();
        assertThat(adaptive.at("/output_config/effort").asText()).isEqualTo("high");
        assertThat(body(loop, ADAPTIVE).at("/thinking/type").asText()).isEqualTo("adaptive");
    }

    @Test
    void samplingThatTheModelRefusesIsLeftOutWithANote() throws IOException {
        String all = "{" + USER + ",\"temperature\":0.2,\"top_p\":0.9,\"top_k\":5,\"seed\":7}";

        JsonNode refused = body(all, ADAPTIVE);

        assertThat(fields(refused)).isEqualTo(Set.of("model", "max_tokens", "stream", "messages"));
        assertThat(leftOut.reasons())
                .containsOnlyKeys("temperature", "top_p", "top_k", "seed")
                .containsEntry("temperature", "the model refuses it");
    }

    @Test
    void samplingIsNarrowedToWhatAnthropicTakes() throws IOException {
        JsonNode both = body("{" + USER + ",\"temperature\":1.7,\"top_p\":0.9,\"top_k\":5}", PLAIN);
        JsonNode thinking =
                body(
                        "{"
                                + USER
                                + ",\"temperature\":0.2,\"top_p\":0.97,\"reasoning_effort\":\"low\"}",
                        BUDGETED);

        assertThat(both.path("temperature").asDouble()).isEqualTo(1);
        assertThat(both.has("top_p")).isFalse();
        assertThat(both.path("top_k").asInt()).isEqualTo(5);
        assertThat(thinking.has("temperature")).isFalse();
        assertThat(thinking.path("top_p").asDouble()).isEqualTo(0.97);
    }

    @Test
    void ofFurtherParametersOnlyItsOwnGoAlong() throws IOException {
        JsonNode body =
                body(
                        "{"
                                + USER
                                + """
                                ,"user":"u1","metadata":{"order":"7"},"service_tier":"flex","logit_bias":{"1":2},"n":1,
                                "stream_options":{"include_usage":true},"cache_control":{"type":"ephemeral"},
                                "thinking":{"type":"disabled"},"output_config":{"effort":"max"}}\
                                """,
                        ADAPTIVE);

        assertThat(body.path("metadata")).isEqualTo(json("{'user_id':'u1'}"));
        assertThat(body.path("cache_control")).isEqualTo(json("{'type':'ephemeral'}"));
        assertThat(body.path("thinking")).isEqualTo(json("{'type':'disabled'}"));
        assertThat(body.path("output_config")).isEqualTo(json("{'effort':'max'}"));
        assertThat(fields(body))
                .doesNotContain("user", "service_tier", "logit_bias", "n", "stream_options");
        assertThat(leftOut.reasons()).containsOnlyKeys("service_tier", "logit_bias");
    }

    @Test
    void anAnswersLimitIsTheCallersElseTheModels() throws IOException {
        assertThat(maxTokens("{" + USER + ",\"max_completion_tokens\":100}", PLAIN)).isEqualTo(100);
        assertThat(maxTokens("{" + USER + ",\"max_tokens\":200}", PLAIN)).isEqualTo(200);
        assertThat(maxTokens("{" + USER + "}", PLAIN)).isEqualTo(32_000);
        assertThat(maxTokens("{" + USER + "}", null)).isEqualTo(8_192);
        assertThat(maxTokens("{" + USER + "}", window(4_000L))).isEqualTo(3_992);
        assertThat(maxTokens("{" + USER + "}", window(500L))).isEqualTo(1_024);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"messages":[{"role":"system","content":"a"}]} | takes a conversation only with a message of role user
                    {"messages":[{"role":"user","content":" "}]} | takes no question of blanks alone
                    {"messages":[{"role":"user","content":""},{"role":"assistant","content":" "}]} | takes no question of blanks alone
                    {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":" "}]} | takes no question of blanks alone
                    {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/tiff;base64,AA=="}}]}]} | takes images as
                    {"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]}]} | takes images as
                    {"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"x","function":{"name":"look","arguments":"[1]"}}]}]} | takes only a JSON object as arguments of a tool call, which those of 'look' are not
                    {"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"x","function":{"name":"look","arguments":"{}{}"}}]}]} | takes only a JSON object as arguments of a tool call, which those of 'look' are not
                    {"messages":[{"role":"user","content":"a"}],"response_format":{"type":"json_object"}} | has no JSON mode
                    {"messages":[{"role":"user","content":"a"}],"response_format":{"type":"json_schema","json_schema":{}}} | needs response_format
                    {"messages":[{"role":"user","content":"a"}],"response_format":{"type":"json_schema","json_schema":{"schema":{}}}} | has no JSON schema for this model
                    {"messages":[{"role":"user","content":"a"}],"stop":["\\\\n"]} | takes no stop text of blanks alone
                    {"messages":[{"role":"user","content":"a"}],"tools":[{"type":"function"}]} | needs a name for every tool
                    {"messages":[{"role":"user","content":"a"}],"tool_choice":{"type":"allowed_tools"}} | takes as tool_choice only
                    """)
    void whatAnthropicCannotDoIsRefusedBeforeTheCall(String input, String expected)
            throws IOException {
        assertThat(AnthropicObstacles.of(request(input.replace("\\\\n", "\\n"), PLAIN)))
                .hasValueSatisfying(obstacle -> assertThat(obstacle).startsWith(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"response_format\":{\"type\":\"text\"}",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}",
                "\"tool_choice\":null",
                "\"stop\":\"END\""
            })
    void whatItCanIsNot(String field) throws IOException {
        assertThat(AnthropicObstacles.of(request("{" + USER + "," + field + "}", ADAPTIVE)))
                .isEmpty();
        assertThat(AnthropicObstacles.of(request("{" + USER + "," + field + "}", null))).isEmpty();
    }

    @Test
    void itsModelsAreListedOnOnePage() throws IOException {
        AnthropicModelList list = new AnthropicModelList();

        assertThat(list.address(URI.create("https://api.anthropic.com/v1")))
                .hasToString("https://api.anthropic.com/v1/models?limit=1000");
        assertThat(list.headers(Requests.KEY))
                .containsEntry("x-api-key", Requests.KEY.reveal())
                .containsEntry("anthropic-version", "2023-06-01");
        assertThat(list.headers(null)).containsOnlyKeys("anthropic-version");
        assertThat(list.ids(json("{'data':[{'id':'claude-a'},{'id':7},{'id':'claude-b'}]}")))
                .containsExactly("claude-a", "claude-b");
    }

    private static String effort(String effort) {
        return "{" + USER + ",\"reasoning_effort\":\"" + effort + "\"}";
    }

    private int maxTokens(String input, @Nullable Model model) throws IOException {
        return body(input, model).path("max_tokens").asInt();
    }

    private static Model window(long tokens) {
        return new Model(
                "p",
                "m",
                tokens,
                64_000L,
                null,
                Set.of(),
                null,
                PLAIN.strengths(),
                PLAIN.weaknesses(),
                PLAIN.ratings(),
                true,
                null,
                null,
                null,
                null);
    }

    private JsonNode body(String input, @Nullable Model model) throws IOException {
        CallRequest request = request(input, model);
        assertThat(AnthropicObstacles.of(request)).isEmpty();
        return Json.mapper().readTree(AnthropicRequestBody.of(request, leftOut));
    }

    private static CallRequest request(String input, @Nullable Model model)
            throws JsonProcessingException {
        return Requests.request(ANTHROPIC, Json.mapper().readValue(input, ChatInput.class), model);
    }

    private static Set<String> fields(JsonNode body) {
        return body.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Json.mapper().readTree(text.replace('\'', '"'));
    }
}
