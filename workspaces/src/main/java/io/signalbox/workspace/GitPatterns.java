package io.signalbox.workspace;

import java.nio.charset.StandardCharsets;

/** Paths as lines of gitignore(5) and gitattributes(5) that mean exactly them. */
final class GitPatterns {

    private GitPatterns() {}

    /** A line end cannot be written there: it is met by "any one character". */
    static String ignoring(String path) {
        return "/" + literal(path).replaceAll("\\p{Cntrl}", "?");
    }

    static String asBinary(String path) {
        return quoted("/" + literal(path)) + " -diff";
    }

    private static String literal(String path) {
        return path.replaceAll("([\\\\*?\\[\\] ])", "\\\\$1");
    }

    private static String quoted(String pattern) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte unit : pattern.getBytes(StandardCharsets.UTF_8)) {
            if (unit == '"' || unit == '\\') {
                quoted.append('\\').append((char) unit);
            } else if (unit >= ' ' && unit < 0x7f) {
                quoted.append((char) unit);
            } else {
                quoted.append("\\%03o".formatted(unit & 0xff));
            }
        }
        return quoted.append('"').toString();
    }
}
