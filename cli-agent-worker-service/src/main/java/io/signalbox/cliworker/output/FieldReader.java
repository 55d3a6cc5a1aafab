package io.signalbox.cliworker.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.AgentOutput.Field;
import io.signalbox.catalog.AgentOutput.Take;
import io.signalbox.catalog.OutputPath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One field, gathered over the lines that it is read from. Not thread-safe. */
final class FieldReader {

    /** Values that {@link #all} keeps at most. */
    static final int MAX_VALUES = 100;

    private final @Nullable OutputPath path;
    private final LineSelection select;
    private final @Nullable LineSelection since;
    private final Take take;

    private final BoundedText text = new BoundedText();
    private final Set<String> values = new LinkedHashSet<>();
    private @Nullable Amount amount;
    private boolean found;

    /**
     * @param field null: nothing is ever found
     * @param select of fields without a selection of their own
     */
    FieldReader(@Nullable Field field, Map<String, String> select) {
        this.path = field == null ? null : OutputPath.parse(field.path());
        this.select =
                LineSelection.of(
                        field == null || field.select().isEmpty() ? select : field.select());
        this.since =
                field == null || field.since().isEmpty() ? null : LineSelection.of(field.since());
        this.take = field == null ? Take.LAST : field.take();
    }

    void line(JsonNode line) {
        if (path == null) {
            return;
        }
        if (since != null && since.matches(line)) {
            forget();
        }
        if (!select.matches(line)) {
            return;
        }
        List<JsonNode> here = PathReader.find(path, line);
        if (!here.isEmpty() && take == Take.LAST) {
            text.clear();
        }
        boolean first = true;
        for (JsonNode value : here) {
            take(value, first);
            first = false;
        }
    }

    private void take(JsonNode value, boolean firstOfLine) {
        if (take == Take.FIRST && found) {
            return;
        }
        found = true;
        if (take == Take.LAST && !firstOfLine) {
            text.append("\n");
        }
        text.append(value.asText());
        if (values.size() < MAX_VALUES) {
            values.add(value.asText());
        }
        Amount.of(value)
                .ifPresent(more ->
                        amount = amount == null || take != Take.SUM ? more : amount.plus(more));
    }

    private void forget() {
        text.clear();
        values.clear();
        amount = null;
        found = false;
    }

    /** Several values of one line are lines of the text; a blank text is none. */
    Optional<String> text() {
        return found ? Optional.of(text.toString()).filter(t -> !t.isBlank()) : Optional.empty();
    }

    /** Where the field has several values, the last one or their sum. */
    Optional<Amount> amount() {
        return Optional.ofNullable(amount);
    }

    /** Every value that was ever found, once, in their order. */
    List<String> all() {
        return List.copyOf(values);
    }
}
