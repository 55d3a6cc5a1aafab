package io.signalbox.cliworker.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Format json: all of stdout is one value, from the first line on that begins like one; a list is
 * read as if its elements were lines. Nothing is known before the end.
 */
final class JsonReader implements AnswerReader {

    /** Longer output cannot be read, in characters. */
    static final int MAX = 16 * 1024 * 1024;

    private final JsonLinesReader lines;
    private final StringBuilder text = new StringBuilder();
    private boolean tooLong;

    JsonReader(JsonLinesReader lines) {
        this.lines = lines;
    }

    @Override
    public List<AgentStep> line(String line) {
        String start = line.stripLeading();
        boolean begun = !text.isEmpty() || start.startsWith("{") || start.startsWith("[");
        if (text.length() + line.length() > MAX) {
            tooLong = true;
        } else if (begun) {
            text.append(line).append('\n');
        }
        return List.of();
    }

    @Override
    public boolean isFinished() {
        return false;
    }

    @Override
    public AgentAnswer end(SessionTotals before) {
        try {
            JsonNode value = JsonLinesReader.JSON.readTree(tooLong ? "" : text.toString());
            if (value.isArray()) {
                value.forEach(lines::object);
            } else if (value.isObject()) {
                lines.object(value);
            }
        } catch (JsonProcessingException e) {
            // No JSON: an answer in which nothing was found says so.
        }
        return lines.end(before);
    }
}
