package io.signalbox.apiworker.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.simulator.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Something that every dialect carries, both ways.
 *
 * @param name for people
 * @param input as a caller writes it
 * @param script what the provider answers
 * @param check of what came back
 */
record MatrixRow(String name, ChatInput input, Script script, Consumer<Seen> check) {

    private static final String TOOLS =
            """
            "tools":[{"type":"function","function":{"name":"weather","description":"Of a city",
            "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]\
            """;

    private static final String PIXEL = "data:image/png;base64,iVBORw0KGgo=";
    private static final ToolCall OSLO = ToolCall.of("call_1", "weather", "{\"city\":\"Oslo\"}");
    private static final ToolCall ROME = ToolCall.of("call_2", "weather", "{\"city\":\"Rome\"}");
    private static final int LONG = 3_000;

    /** What came back of one call. */
    record Seen(
            Succeeded answer,
            List<String> texts,
            List<String> reasonings,
            List<ToolCallDelta> toolDeltas) {

        /** The arguments of each tool call as the pieces made them, in the order of calls. */
        List<JsonNode> streamedArguments() {
            List<StringBuilder> calls = new ArrayList<>();
            for (ToolCallDelta delta : toolDeltas) {
                while (calls.size() <= delta.index()) {
                    calls.add(new StringBuilder());
                }
                calls.get(delta.index()).append(delta.arguments() == null ? "" : delta.arguments());
            }
            return calls.stream().map(call -> json(call.toString())).toList();
        }

        List<JsonNode> arguments() {
            return answer.toolCalls().stream()
                    .map(call -> json(call.function().arguments()))
                    .toList();
        }
    }

    /** In the order of the document. */
    static List<MatrixRow> all() {
        return List.of(
                row(
                        "plain",
                        """
                        {"messages":[{"role":"system","content":"Be brief."},
                        {"role":"user","content":"Capital of France?"}]}\
                        """,
                        Script.builder().answer("Paris.").cachedTokens(2).build(),
                        MatrixRow::plain),
                row(
                        "streamed",
                        ask(""),
                        Script.builder().answer("one two three four").build(),
                        seen -> {
                            assertThat(seen.texts())
                                    .containsExactly("one ", "two ", "three ", "four");
                            assertThat(seen.answer().text()).isEqualTo("one two three four");
                        }),
                row(
                        "tools",
                        ask("," + TOOLS + ",\"tool_choice\":\"required\""),
                        Script.builder().toolCall(OSLO).build(),
                        seen -> tools(seen, OSLO)),
                row(
                        "parallel tools",
                        ask("," + TOOLS),
                        Script.builder().toolCall(OSLO).toolCall(ROME).build(),
                        seen -> tools(seen, OSLO, ROME)),
                row(
                        "tool results",
                        """
                        {"messages":[{"role":"user","content":"Weather?"},
                        {"role":"assistant","tool_calls":[
                        {"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}},
                        {"id":"call_2","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}}]},
                        {"role":"tool","tool_call_id":"call_1","content":"snow"},
                        {"role":"tool","tool_call_id":"call_2","content":"sun"}],\
                        """
                                + TOOLS
                                + "}",
                        Script.builder().toolCall(OSLO).answer("Cold and warm.").build(),
                        seen -> {
                            assertThat(seen.answer().toolCalls()).isEmpty();
                            assertThat(seen.answer().finishReason()).isEqualTo("stop");
                        }),
                row(
                        "JSON schema",
                        ask(
                                """
                                ,"response_format":{"type":"json_schema","json_schema":{"name":"city","strict":true,
                                "schema":{"type":"object","properties":{"city":{"type":"string"}}}}}\
                                """),
                        Script.builder().answer("{\"city\":\"Paris\"}").build(),
                        seen ->
                                assertThat(json(seen.answer().text()).path("city").asText())
                                        .isEqualTo("Paris")),
                row(
                        "JSON mode",
                        ask(",\"response_format\":{\"type\":\"json_object\"}"),
                        Script.builder().answer("{\"city\":\"Paris\"}").build(),
                        seen ->
                                assertThat(json(seen.answer().text()).path("city").asText())
                                        .isEqualTo("Paris")),
                row("image", picture(PIXEL), Script.DEFAULT, MatrixRow::echo),
                row(
                        "image by URL",
                        picture("https://example.com/cat.png"),
                        Script.DEFAULT,
                        MatrixRow::echo),
                row(
                        "reasoning",
                        ask(",\"reasoning_effort\":\"high\""),
                        Script.builder().reasoning("let me think").answer("Paris.").build(),
                        seen -> {
                            assertThat(seen.answer().reasoning()).isEqualTo("let me think");
                            assertThat(seen.reasonings()).containsExactly("let ", "me ", "think");
                            assertThat(seen.answer().text()).isEqualTo("Paris.");
                        }),
                row(
                        "sampling",
                        ask(",\"temperature\":0.5,\"seed\":7,\"max_completion_tokens\":50"),
                        Script.DEFAULT,
                        MatrixRow::echo),
                row("stop", ask(",\"stop\":[\"END\",\"STOP\"]"), Script.DEFAULT, MatrixRow::echo),
                row(
                        "long answer",
                        ask(""),
                        Script.builder().answer("word").tokens(LONG).build(),
                        seen -> {
                            assertThat(seen.texts()).hasSize(LONG);
                            assertThat(seen.answer().text())
                                    .isEqualTo(String.join("", seen.texts()));
                            assertThat(seen.answer().usage().output()).isEqualTo(LONG);
                        }),
                row(
                        "cut answer",
                        ask(",\"max_completion_tokens\":3"),
                        Script.builder().answer("one two three four").build(),
                        seen -> {
                            assertThat(seen.answer().text().strip()).isEqualTo("one two three");
                            assertThat(seen.answer().finishReason()).isEqualTo("length");
                        }));
    }

    private static void plain(Seen seen) {
        assertThat(seen.answer().text()).isEqualTo("Paris.");
        assertThat(seen.answer().finishReason()).isEqualTo("stop");
        assertThat(seen.answer().reasoning()).isNull();
        assertThat(seen.answer().toolCalls()).isEmpty();
        assertThat(seen.answer().usage().estimated()).isFalse();
        // 28 characters of prompt, four to a token.
        assertThat(seen.answer().usage().input()).isEqualTo(7);
        assertThat(seen.answer().usage().output()).isEqualTo(1);
        assertThat(seen.answer().unpriced()).isFalse();
    }

    private static void echo(Seen seen) {
        assertThat(seen.answer().text()).isEqualTo("You said: Capital of France?");
        assertThat(seen.answer().finishReason()).isEqualTo("stop");
    }

    private static void tools(Seen seen, ToolCall... expected) {
        List<JsonNode> arguments =
                List.of(expected).stream()
                        .map(call -> json(call.function().arguments()))
                        .collect(Collectors.toList());
        assertThat(seen.answer().finishReason()).isEqualTo("tool_calls");
        assertThat(seen.answer().text()).isEmpty();
        assertThat(seen.answer().toolCalls())
                .extracting(call -> call.function().name())
                .containsOnly("weather")
                .hasSize(expected.length);
        assertThat(seen.answer().toolCalls()).extracting(ToolCall::id).doesNotHaveDuplicates();
        assertThat(seen.arguments()).isEqualTo(arguments);
        assertThat(seen.streamedArguments()).isEqualTo(arguments);
    }

    private static MatrixRow row(String name, String input, Script script, Consumer<Seen> check) {
        try {
            return new MatrixRow(
                    name, Json.mapper().readValue(input, ChatInput.class), script, check);
        } catch (JsonProcessingException e) {
            throw new AssertionError(name, e);
        }
    }

    private static String ask(String further) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"Capital of France?\"}]"
                + further
                + "}";
    }

    private static String picture(String url) {
        return """
        {"messages":[{"role":"user","content":[{"type":"text","text":"Capital of France?"},
        {"type":"image_url","image_url":{"url":"%s"}}]}]}\
        """
                .formatted(url);
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
