package io.signalbox.apiworker.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import org.jspecify.annotations.Nullable;

/** JSON that a conversation carries as text. */
public final class JsonText {

    /** Otherwise what follows the first value, a second line for one, would be lost in silence. */
    private static final ObjectReader WHOLE =
            Json.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonText() {}

    /** Null where the whole text is no object. */
    public static @Nullable JsonNode object(String text) {
        try {
            JsonNode json = WHOLE.readTree(text);
            return json.isObject() ? json : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** None are an empty object; null where they are no object. */
    public static @Nullable JsonNode arguments(ToolCall call) {
        String text = call.function().arguments();
        return text.isBlank() ? JsonNodeFactory.instance.objectNode() : object(text);
    }
}
