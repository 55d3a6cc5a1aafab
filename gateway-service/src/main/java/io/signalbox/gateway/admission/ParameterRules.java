package io.signalbox.gateway.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.gateway.http.ApiException;

/**
 * Refuses what a provider would answer in a part of its answer that nobody here passes on: the
 * caller would pay for nothing. Every other parameter that we do not know goes along.
 */
final class ParameterRules {

    private ParameterRules() {}

    /**
     * @throws ApiException 400 with what to use instead
     */
    static void check(ChatInput input) {
        if (!given(input, "functions").isNull()) {
            throw ApiException.invalid(
                    "functions", "functions is the former name of tools; send tools");
        }
        if (!given(input, "function_call").isNull()) {
            throw ApiException.invalid(
                    "function_call",
                    "function_call is the former name of tool_choice; send tools and tool_choice");
        }
        JsonNode modalities = given(input, "modalities");
        if (!modalities.isNull() && !isText(modalities)) {
            throw ApiException.invalid(
                    "modalities",
                    "modalities is %s; answers are text: leave it out, or send [\"text\"]"
                            .formatted(modalities));
        }
    }

    private static JsonNode given(ChatInput input, String name) {
        return input.extra().getOrDefault(name, NullNode.getInstance());
    }

    private static boolean isText(JsonNode modalities) {
        return modalities.size() == 1 && modalities.path(0).asText().equals("text");
    }
}
