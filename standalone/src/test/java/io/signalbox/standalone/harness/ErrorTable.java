package io.signalbox.standalone.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of {@code docs/errors.md}, so that they can be held against what really happens. */
public final class ErrorTable {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CELL = Pattern.compile(" \\| ");
    private static final String RULE = "|---";

    private ErrorTable() {}

    /**
     * One row.
     *
     * @param what its first cell: names the case
     * @param cells all cells, the first included
     */
    public record Row(String what, List<String> cells) {

        public Row {
            cells = List.copyOf(cells);
        }

        /** What a cell has as code, in order. */
        public List<String> code(int cell) {
            Matcher found = CODE.matcher(cells.get(cell));
            return found.results().map(result -> result.group(1)).toList();
        }

        /** Matches what the code of a cell says, each piece a line; an ellipsis is any text. */
        public Pattern message(int cell) {
            return Pattern.compile(
                    code(cell).stream()
                            .map(line ->
                                    Arrays.stream(line.split("…", -1))
                                            .map(Pattern::quote)
                                            .collect(Collectors.joining(".*")))
                            .collect(Collectors.joining("\n")));
        }

        @Override
        public String toString() {
            return what;
        }
    }

    /**
     * The rows below a heading, up to the next one.
     *
     * @param heading as written, without the marks
     */
    public static List<Row> below(String heading) {
        String root = Objects.requireNonNull(System.getProperty("signalbox.root"));
        try (Stream<String> lines = Files.lines(Path.of(root, "docs", "errors.md"))) {
            List<Row> rows = new ArrayList<>();
            boolean inside = false;
            boolean inTable = false;
            for (String line : lines.toList()) {
                if (line.startsWith("## ")) {
                    inside = line.equals("## " + heading);
                    inTable = false;
                } else if (inside && line.startsWith(RULE)) {
                    inTable = true;
                } else if (inTable && line.startsWith("| ")) {
                    rows.add(row(line));
                }
            }
            if (rows.isEmpty()) {
                throw new IllegalStateException("docs/errors.md has no rows below " + heading);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String inner = line.substring(2, line.length() - 2);
        List<String> cells = CELL.splitAsStream(inner).map(String::strip).toList();
        return new Row(cells.getFirst(), cells);
    }
}
