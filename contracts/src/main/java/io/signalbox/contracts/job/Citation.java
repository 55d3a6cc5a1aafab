package io.signalbox.contracts.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * A source that stood in front of the prompt: an entry of a result's {@code citations}.
 *
 * @param number from 1; the answer cites it as {@code [number]}
 * @param url absolute, http or https
 */
public record Citation(int number, String title, String url) {

    public JsonNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("number", number)
                .put("title", title)
                .put("url", url);
    }

    /** Empty for an entry of another form. */
    public static Optional<Citation> read(JsonNode json) {
        JsonNode number = json.path("number");
        JsonNode url = json.path("url");
        return number.isInt() && url.isTextual()
                ? Optional.of(
                        new Citation(number.asInt(), json.path("title").asText(), url.asText()))
                : Optional.empty();
    }
}
