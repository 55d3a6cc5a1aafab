package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a request to {@code /v1/responses}; as strict as OpenAI about calls and their outputs,
 * which must all be in the request.
 */
final class ResponsesRequest {

    private final JsonNode body;
    private final Dialogue dialogue = new Dialogue();
    private final Set<String> called = new LinkedHashSet<>();
    private final Set<String> answered = new LinkedHashSet<>();

    ResponsesRequest(JsonNode body) {
        this.body = body;
    }

    ChatCall read() {
        check(body.path("model").isTextual(), "Missing required parameter: 'model'.");
        JsonNode input = body.path("input");
        check(input.isTextual() || !input.isEmpty(), "Missing required parameter: 'input'.");
        check(
                !body.hasNonNull("previous_response_id"),
                "Previous response with id '%s' not found."
                        .formatted(body.path("previous_response_id").asText()));
        if (body.hasNonNull("instructions")) {
            dialogue.said(body.path("instructions").asText());
        }
        if (input.isTextual()) {
            dialogue.asked(input.asText());
        }
        input.forEach(this::readItem);
        called.removeAll(answered);
        check(called.isEmpty(), "No tool output found for function call " + called + ".");
        return new ChatCall(
                body.path("model").asText(),
                dialogue.question(),
                dialogue.conversation(),
                body.path("stream").asBoolean(),
                true,
                toolNames(),
                dialogue.toolRounds(),
                body.path("max_output_tokens").asInt(Integer.MAX_VALUE));
    }

    private void readItem(JsonNode item) {
        String type = item.path("type").asText("message");
        String callId = item.path("call_id").asText();
        switch (type) {
            case "message" -> readMessage(item);
            case "function_call", "custom_tool_call", "local_shell_call" -> {
                called.add(callId);
                dialogue.said("");
            }
            case "function_call_output", "custom_tool_call_output", "local_shell_call_output" -> {
                check(
                        called.contains(callId),
                        "No tool call found for function call output with call_id %s."
                                .formatted(callId));
                answered.add(callId);
                dialogue.result(OpenAiRequest.text(item.path("output")));
            }
            default -> dialogue.said("");
        }
    }

    private void readMessage(JsonNode item) {
        String text = OpenAiRequest.text(item.path("content"));
        switch (item.path("role").asText()) {
            case "user" -> dialogue.asked(text);
            case "assistant", "system", "developer" -> dialogue.said(text);
            default ->
                    throw new IllegalArgumentException(
                            "Invalid value for 'role'. Supported values are: 'assistant', 'system',"
                                    + " 'developer', and 'user'.");
        }
    }

    /** Functions and custom tools; one of OpenAI's own has the name of its type. */
    private List<String> toolNames() {
        List<String> names = new ArrayList<>();
        if (!body.path("tool_choice").asText().equals("none")) {
            for (JsonNode tool : body.path("tools")) {
                names.add(tool.path("name").asText(tool.path("type").asText()));
            }
        }
        return names;
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
