package io.signalbox.apiworker.call.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.JsonText;
import io.signalbox.catalog.Model;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ContentPart;
import io.signalbox.contracts.job.ToolCall;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why Anthropic cannot be given a request; in words that follow the provider's name. */
final class AnthropicObstacles {

    private AnthropicObstacles() {}

    /** Empty where it can. */
    static Optional<String> of(CallRequest request) {
        ChatInput input = request.input();
        return ofMessages(input)
                .or(() -> ofFormat(input.responseFormat(), request.model()))
                .or(() -> ofStops(input))
                .or(() -> AnthropicTools.obstacle(input));
    }

    private static Optional<String> ofMessages(ChatInput input) {
        List<ChatMessage> spoken =
                input.messages().stream().filter(it -> !AnthropicMessages.isSystem(it)).toList();
        if (spoken.isEmpty()) {
            return Optional.of("takes a conversation only with a message of role user");
        }
        if (isSilent(spoken)) {
            return Optional.of("takes no question of blanks alone");
        }
        return input.messages().stream()
                .flatMap(message -> ofMessage(message).stream())
                .findFirst();
    }

    /**
     * What is blank is not sent: without the user's last message the model would be asked to write
     * on at its own last answer, and without any there is nothing to answer.
     */
    private static boolean isSilent(List<ChatMessage> spoken) {
        ChatMessage last = spoken.getLast();
        boolean asksNothing = last.role().equals("user") && !AnthropicMessages.saysSomething(last);
        return asksNothing || spoken.stream().noneMatch(AnthropicMessages::saysSomething);
    }

    private static Optional<String> ofMessage(ChatMessage message) {
        for (ContentPart part : message.content()) {
            if (part.imageUrl() != null && AnthropicImages.source(part.imageUrl().url()) == null) {
                return Optional.of(
                        "takes images as https URLs, or as data:<mime>;base64,<bytes> of image/jpeg,"
                                + " image/png, image/gif or image/webp");
            }
        }
        for (ToolCall call : message.toolCalls()) {
            if (JsonText.arguments(call) == null) {
                return Optional.of(
                        "takes only a JSON object as arguments of a tool call, which those of"
                                + " '%s' are not".formatted(call.function().name()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofFormat(@Nullable JsonNode format, @Nullable Model model) {
        String type = format == null ? "" : format.path("type").asText();
        if (type.equals("json_object")) {
            return Optional.of(
                    "has no JSON mode without a schema: give response_format of type json_schema");
        }
        if (format == null || !type.equals("json_schema")) {
            return Optional.empty();
        }
        if (!format.path("json_schema").path("schema").isObject()) {
            return Optional.of("needs response_format.json_schema.schema to be a JSON object");
        }
        return model == null || model.mayHave("json_schema")
                ? Optional.empty()
                : Optional.of(
                        "has no JSON schema for this model: the registry lists it without the"
                                + " capability json_schema");
    }

    private static Optional<String> ofStops(ChatInput input) {
        return input.stop().stream().anyMatch(String::isBlank)
                ? Optional.of("takes no stop text of blanks alone")
                : Optional.empty();
    }
}
