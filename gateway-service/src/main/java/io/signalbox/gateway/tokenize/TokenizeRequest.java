package io.signalbox.gateway.tokenize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.caller.Extras;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.Bodies;
import io.signalbox.tokens.PromptTokens;
import java.util.ArrayList;
import java.util.List;

/** What is to be counted, and for which model. */
record TokenizeRequest(String model, PromptTokens prompt) {

    /**
     * @throws ApiException 400 or 413 with what is wrong
     */
    static TokenizeRequest read(byte[] body, int maxBytes) {
        ObjectNode root = Bodies.read(body, ObjectNode.class, maxBytes);
        String model = Extras.model(root.get("model"));
        boolean texts = root.hasNonNull("input");
        if (texts == root.hasNonNull("messages")) {
            throw ApiException.invalid(
                    "input", "send either input (a text or an array of texts) or messages");
        }
        return new TokenizeRequest(
                model,
                texts
                        ? PromptTokens.of(new EmbeddingInput(texts(root.get("input")), null, null))
                        : PromptTokens.of(conversation(root)));
    }

    private static List<String> texts(JsonNode input) {
        if (input.isTextual()) {
            return List.of(input.asText());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : input) {
            if (!text.isTextual()) {
                throw ApiException.invalid("input", "input[%d] is no text".formatted(texts.size()));
            }
            texts.add(text.asText());
        }
        if (!input.isArray()) {
            throw ApiException.invalid("input", "input is neither a text nor an array of texts");
        }
        return texts;
    }

    private static ChatInput conversation(ObjectNode root) {
        ObjectNode known = Json.mapper().createObjectNode();
        known.set("messages", root.get("messages"));
        if (root.hasNonNull("tools")) {
            known.set("tools", root.get("tools"));
        }
        try {
            return Json.mapper().treeToValue(known, ChatInput.class);
        } catch (JsonProcessingException e) {
            throw Bodies.mistake(e, null);
        }
    }

    /** Never the texts. */
    @Override
    public String toString() {
        return "TokenizeRequest[" + model + "]";
    }
}
