package io.signalbox.apiworker.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.simulator.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a dialect puts the rows of the matrix, from {@code matrix/<dialect>.txt}: lines of {@code row
 * | where | what}. Where is a JSON pointer into the body, {@code path} or {@code header <name>};
 * what is JSON, {@code *} (anything) or {@code -} (not there). {@code row | cannot | words} is a
 * row that the dialect refuses in these words before the call.
 */
final class Spelling {

    private final String dialect;
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    private Spelling(String dialect) {
        this.dialect = dialect;
    }

    static Spelling of(Column column) {
        Spelling spelling = new Spelling(column.wireName());
        String file = "matrix/" + column.wireName() + ".txt";
        try (InputStream in = Spelling.class.getResourceAsStream(file)) {
            String text =
                    new String(
                            Objects.requireNonNull(in, file).readAllBytes(),
                            StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", 3))
                    .forEach(parts ->
                            spelling.rows
                                    .computeIfAbsent(parts[0].strip(), _ -> new LinkedHashMap<>())
                                    .put(parts[1].strip(), parts[2].strip()));
            return spelling;
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }

    private Map<String, String> row(MatrixRow row) {
        return Objects.requireNonNull(
                rows.get(row.name()), () -> "matrix/%s.txt: no %s".formatted(dialect, row.name()));
    }

    Optional<String> refusal(MatrixRow row) {
        return Optional.ofNullable(row(row).get("cannot"));
    }

    void check(MatrixRow row, RecordedRequest request) throws IOException {
        JsonNode body = Json.mapper().readTree(request.body());
        for (Map.Entry<String, String> line : row(row).entrySet()) {
            String where = line.getKey();
            String what = line.getValue();
            if (where.equals("path")) {
                assertThat(request.path()).isEqualTo(what);
            } else if (where.startsWith("header ")) {
                assertThat(request.headers()).containsEntry(where.substring(7), what);
            } else {
                check(where, what, body.at(where));
            }
        }
    }

    private static void check(String where, String what, JsonNode found) throws IOException {
        switch (what) {
            case "*" -> assertThat(found.isMissingNode()).as(where).isFalse();
            case "-" -> assertThat(found.isMissingNode()).as(where).isTrue();
            default -> assertThat(found).as(where).isEqualTo(Json.mapper().readTree(what));
        }
    }

    /** The fields that carry a row, for the document. */
    String words(MatrixRow row) {
        if (refusal(row).isPresent()) {
            return "INVALID_REQUEST: " + refusal(row).get().replace("<", "&lt;");
        }
        Set<String> fields = new LinkedHashSet<>();
        row(row).forEach((where, what) -> {
            if (where.startsWith("/") && !what.equals("-")) {
                fields.add("`" + field(where) + "`");
            }
        });
        return String.join(" ", fields);
    }

    private static String field(String pointer) {
        return Arrays.stream(pointer.substring(1).split("/", -1))
                .filter(step -> !step.matches("\\d+"))
                .collect(Collectors.joining("."));
    }
}
