package io.signalbox.cliworker.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The end of stderr, without colours. Gemini CLI and Qwen Code put a JSON object with their error
 * there, from the last line on that is nothing but a brace.
 */
final class StderrTail {

    private static final Pattern COLOUR = Pattern.compile("\u001B?\\[[0-9;]*m");

    private final String text;

    StderrTail(String text) {
        this.text = COLOUR.matcher(text).replaceAll("");
    }

    String text() {
        return text;
    }

    /** {@code error.message} of that object. */
    Optional<String> toldError() {
        int start = text.startsWith("{\n") ? 0 : -1;
        int last = text.lastIndexOf("\n{\n");
        start = last >= 0 ? last + 1 : start;
        if (start < 0) {
            return Optional.empty();
        }
        try {
            JsonNode message = Json.mapper().readTree(text.substring(start)).at("/error/message");
            return Optional.of(message.asText()).filter(m -> !m.isBlank());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The first line that calls itself an error, else the last one; empty where there is none. */
    Optional<String> line() {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        Optional<String> error = lines.stream().filter(StderrTail::isError).findFirst();
        return error.or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()));
    }

    private static boolean isError(String line) {
        return line.startsWith("error:")
                || line.startsWith("Error:")
                || line.startsWith("Unknown argument");
    }
}
