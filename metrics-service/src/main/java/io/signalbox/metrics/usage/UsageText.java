package io.signalbox.metrics.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as the two formats write it. CSV has the rows without the total, one flat line each. */
final class UsageText {

    private static final String LINE_END = "\r\n";

    private UsageText() {}

    static String json(UsageReport report) {
        UsageQuery query = report.query();
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("from", query.from().toString());
        root.put("to", query.to().toString());
        root.put("tz", query.zone().getId());
        ArrayNode groupBy = root.putArray("group_by");
        query.groupBy().forEach(it -> groupBy.add(it.wireName()));
        ArrayNode rows = root.putArray("rows");
        report.rows().forEach(row -> rows.add(object(query, row)));
        root.set("total", Json.mapper().valueToTree(report.total()));
        return Json.text(root);
    }

    /** RFC 4180, with a header; nested figures are named {@code tokens_input} and so on. */
    static String csv(UsageReport report) {
        UsageQuery query = report.query();
        List<String> header = new ArrayList<>();
        query.groupBy().forEach(it -> header.add(it.wireName()));
        header.addAll(flat(Json.mapper().valueToTree(report.total())).keySet());
        StringBuilder out = new StringBuilder(String.join(",", header)).append(LINE_END);
        for (UsageReport.Row row : report.rows()) {
            List<String> cells =
                    flat(object(query, row)).values().stream().map(UsageText::cell).toList();
            out.append(String.join(",", cells)).append(LINE_END);
        }
        return out.toString();
    }

    private static ObjectNode object(UsageQuery query, UsageReport.Row row) {
        ObjectNode object = Json.mapper().createObjectNode();
        for (int i = 0; i < row.keys().size(); i++) {
            object.put(query.groupBy().get(i).wireName(), row.keys().get(i));
        }
        ObjectNode figures = Json.mapper().valueToTree(row.figures());
        return object.setAll(figures);
    }

    private static Map<String, JsonNode> flat(ObjectNode object) {
        Map<String, JsonNode> cells = new LinkedHashMap<>();
        object.properties()
                .forEach(it -> {
                    if (it.getValue() instanceof ObjectNode nested) {
                        flat(nested)
                                .forEach((name, value) ->
                                        cells.put(it.getKey() + "_" + name, value));
                    } else {
                        cells.put(it.getKey(), it.getValue());
                    }
                });
        return cells;
    }

    private static String cell(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        String text =
                value.isNumber()
                        ? value.decimalValue().stripTrailingZeros().toPlainString()
                        : value.asText();
        return quoted(value.isTextual() ? defused(text) : text);
    }

    /** A spreadsheet takes text that begins so for a formula; an apostrophe keeps it text. */
    private static String defused(String text) {
        return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
