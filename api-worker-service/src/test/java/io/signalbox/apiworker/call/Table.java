package io.signalbox.apiworker.call;

import java.util.List;

/** A document that is one table. */
final class Table {

    /** One line: its head and a cell for each dialect. */
    record Line(String head, List<String> cells) {}

    private Table() {}

    static String text(String before, String head, List<String> columns, List<Line> lines) {
        StringBuilder text = new StringBuilder(before).append('\n');
        append(text, head, columns);
        text.append("|---".repeat(columns.size() + 1)).append("|\n");
        lines.forEach(line -> append(text, line.head(), line.cells()));
        return text.toString();
    }

    private static void append(StringBuilder text, String head, List<String> cells) {
        text.append("| ").append(head).append(" | ").append(String.join(" | ", cells));
        text.append(" |\n");
    }
}
