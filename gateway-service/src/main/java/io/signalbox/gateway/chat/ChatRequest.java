package io.signalbox.gateway.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.caller.Extras;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.Bodies;
import org.jspecify.annotations.Nullable;

/**
 * A chat completions body, taken apart.
 *
 * @param job what it asks for
 * @param stream whether the answer comes as it is made
 * @param includeUsage whether a stream ends with a usage chunk
 */
record ChatRequest(Job job, boolean stream, boolean includeUsage) {

    /**
     * @throws ApiException 400 or 413 with what is wrong
     */
    static ChatRequest read(byte[] body, int maxBytes) {
        ObjectNode root = Bodies.read(body, ObjectNode.class, maxBytes);
        String model = Extras.model(root.remove("model"));
        JsonNode n = root.remove("n");
        if (n != null && !n.isNull() && n.asInt() != 1) {
            throw ApiException.invalid("n", "n is %s; only n=1 is served".formatted(n));
        }
        boolean stream = flag(root.remove("stream"), "stream");
        JsonNode streamOptions = root.remove("stream_options");
        boolean includeUsage =
                streamOptions != null && streamOptions.path("include_usage").asBoolean(false);
        Extras extras = Extras.read(root.remove("signalbox"));
        JsonNode maxTokens = root.remove("max_tokens");
        if (maxTokens != null && !root.has("max_completion_tokens")) {
            root.set("max_completion_tokens", maxTokens);
        }
        JsonNode messages = root.get("messages");
        if (messages == null || !messages.isArray() || messages.isEmpty()) {
            throw ApiException.invalid(
                    "messages", "messages is missing or empty; send an array of one or more");
        }
        ChatInput input = input(root);
        Job job =
                new Job(
                        null,
                        input,
                        null,
                        null,
                        null,
                        extras.task(),
                        extras.routingTo(model),
                        extras.limits(),
                        extras.profile(),
                        extras.metadata(),
                        null);
        return new ChatRequest(job, stream, includeUsage);
    }

    private static boolean flag(@Nullable JsonNode node, String name) {
        if (node == null || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw ApiException.invalid(name, "%s is %s; it is true or false".formatted(name, node));
        }
        return node.booleanValue();
    }

    private static ChatInput input(JsonNode node) {
        try {
            return Json.mapper().treeToValue(node, ChatInput.class);
        } catch (JsonProcessingException e) {
            throw Bodies.mistake(e, null);
        }
    }
}
