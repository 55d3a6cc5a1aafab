package io.signalbox.apiworker.call.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.JsonText;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ContentPart;
import io.signalbox.contracts.job.ToolCall;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a content. Source: ai.google.dev/api/caching, Part. */
final class GeminiParts {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Pattern DATA_URL =
            Pattern.compile(
                    "data:([^;,]{1,100})(?:;[^;,]{1,100})*;base64,", Pattern.CASE_INSENSITIVE);

    private static final Pattern EXTENSION = Pattern.compile("\\.([a-z]{3,4})(?:[?#]|$)");

    /** Of a file on the web Gemini has to be told the type, where its name shows it. */
    private static final Map<String, String> TYPES =
            Map.of(
                    "png", "image/png",
                    "jpg", "image/jpeg",
                    "jpeg", "image/jpeg",
                    "webp", "image/webp",
                    "gif", "image/gif",
                    "heic", "image/heic",
                    "heif", "image/heif");

    private GeminiParts() {}

    /** Whether Gemini can be given the image: its bytes, or where it fetches them itself. */
    static boolean isImage(String url) {
        return DATA_URL.matcher(url).lookingAt() || url.startsWith("https://");
    }

    static ObjectNode of(ContentPart part) {
        return part.imageUrl() == null
                ? JSON.objectNode().put("text", part.text() == null ? "" : part.text())
                : image(part.imageUrl().url());
    }

    private static ObjectNode image(String url) {
        ObjectNode part = JSON.objectNode();
        Matcher data = DATA_URL.matcher(url);
        if (data.lookingAt()) {
            part.putObject("inlineData")
                    .put("mimeType", data.group(1).toLowerCase(Locale.ROOT))
                    .put("data", url.substring(data.end()));
            return part;
        }
        ObjectNode file = part.putObject("fileData").put("fileUri", url);
        Matcher extension = EXTENSION.matcher(url.toLowerCase(Locale.ROOT));
        String type = null;
        while (extension.find()) {
            type = TYPES.getOrDefault(extension.group(1), type);
        }
        if (type != null) {
            file.put("mimeType", type);
        }
        return part;
    }

    /** With the id that the conversation has for it, so that the result finds its call. */
    static ObjectNode toolCall(ToolCall call) {
        ObjectNode part = JSON.objectNode();
        ObjectNode function = part.putObject("functionCall").put("name", call.function().name());
        if (call.id() != null) {
            function.put("id", call.id());
        }
        function.set("args", JsonText.arguments(call));
        return part;
    }

    /**
     * An object goes as it is, anything else as its field {@code output}.
     *
     * @param name of the tool
     */
    static ObjectNode toolResult(ChatMessage message, String name) {
        ObjectNode part = JSON.objectNode();
        ObjectNode function = part.putObject("functionResponse").put("name", name);
        if (message.toolCallId() != null) {
            function.put("id", message.toolCallId());
        }
        JsonNode object = JsonText.object(message.text());
        function.set(
                "response",
                object == null ? JSON.objectNode().put("output", message.text()) : object);
        return part;
    }
}
