package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a request to Mistral; as strict as it is about fields, roles and the ids of tool calls. */
final class MistralRequest {

    private static final Set<String> FIELDS =
            Set.of(
                    "model",
                    "messages",
                    "temperature",
                    "top_p",
                    "max_tokens",
                    "stream",
                    "stop",
                    "random_seed",
                    "metadata",
                    "response_format",
                    "tools",
                    "tool_choice",
                    "presence_penalty",
                    "frequency_penalty",
                    "n",
                    "prediction",
                    "parallel_tool_calls",
                    "prompt_mode",
                    "reasoning_effort",
                    "guardrails",
                    "prompt_cache_key",
                    "safe_prompt");

    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9]{9}");

    private MistralRequest() {}

    static ChatCall read(JsonNode body) {
        body.fieldNames()
                .forEachRemaining(name -> {
                    if (!FIELDS.contains(name)) {
                        throw new RefusedRequest(new WireError(422, name, null));
                    }
                });
        for (JsonNode message : body.path("messages")) {
            String role = message.path("role").asText();
            if (!ROLES.contains(role)) {
                throw new RefusedRequest(new WireError(422, "messages", null));
            }
            if (message.has("name") && !role.equals("tool")) {
                throw new RefusedRequest(new WireError(422, "name", null));
            }
            message.path("tool_calls").forEach(call -> check(call.path("id").asText()));
            if (role.equals("tool")) {
                check(message.path("tool_call_id").asText());
            }
        }
        ChatCall call = OpenAiRequest.read(body);
        return new ChatCall(
                call.model(),
                call.question(),
                call.conversation(),
                call.stream(),
                true,
                call.tools(),
                call.toolRounds(),
                call.mostTokens());
    }

    private static void check(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "Tool call id was %s but must be a-z, A-Z, 0-9, with a length of 9."
                            .formatted(id));
        }
    }
}
