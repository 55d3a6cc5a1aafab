package io.signalbox.cliworker.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.OutputPath;
import java.util.List;
import java.util.Map;

/**
 * Which lines are meant.
 *
 * @param conditions all must hold: one of the values at the path is that text; none: every line
 */
record LineSelection(List<Condition> conditions) {

    record Condition(OutputPath path, String value) {}

    LineSelection {
        conditions = List.copyOf(conditions);
    }

    static LineSelection of(Map<String, String> select) {
        return new LineSelection(
                select.entrySet().stream()
                        .map(e -> new Condition(OutputPath.parse(e.getKey()), e.getValue()))
                        .toList());
    }

    boolean matches(JsonNode line) {
        return conditions.stream()
                .allMatch(condition ->
                        PathReader.find(condition.path(), line).stream()
                                .anyMatch(v -> v.asText().equals(condition.value())));
    }
}
