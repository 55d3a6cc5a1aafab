package io.signalbox.contracts.job;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Paths as diffs write them: behind a/ or b/, perhaps in git's quotes, perhaps before a time. */
final class DiffPath {

    private static final String NOTHING = "/dev/null";
    private static final String ESCAPES = "abtnvfr\"\\";
    private static final String MEANT = "\u0007\b\t\n\u000b\f\r\"\\";

    private DiffPath() {}

    static boolean isNothing(String written) {
        return beforeTime(written).equals(NOTHING);
    }

    /** Null where it is quoted and the prefix is missing: git itself always writes it. */
    static @Nullable String withoutPrefix(String written, char prefix) {
        String path = beforeTime(written);
        if (path.startsWith("\"")) {
            return path.startsWith("\"" + prefix + "/") ? "\"" + path.substring(3) : null;
        }
        return path.startsWith(prefix + "/") ? path.substring(2) : path;
    }

    /** GNU diff writes a tab and a time behind the name; git a tab where the name has spaces. */
    private static String beforeTime(String written) {
        int tab = written.indexOf('\t');
        return (tab < 0 ? written : written.substring(0, tab)).stripTrailing();
    }

    /** {@code a/x b/x}, where both are alike; else which of its spaces parts them is unsure. */
    static Optional<String> ofBoth(String written) {
        int half = written.length() / 2;
        if (written.length() % 2 == 0 || written.charAt(half) != ' ') {
            return Optional.empty();
        }
        String before = withoutPrefix(written.substring(0, half), 'a');
        String after = withoutPrefix(written.substring(half + 1), 'b');
        return before != null && before.equals(after) ? Optional.of(before) : Optional.empty();
    }

    /** The path itself, unless it leaves the tree, goes into .git, or its quotes are wrong. */
    static Optional<String> read(@Nullable String written) {
        if (written == null) {
            return Optional.empty();
        }
        Optional<String> path = written.startsWith("\"") ? unquoted(written) : Optional.of(written);
        return path.filter(DiffPath::staysInside);
    }

    private static boolean staysInside(String path) {
        return !path.isEmpty()
                && path.indexOf('\0') < 0
                && path.indexOf('\\') < 0
                && List.of(path.split("/", -1)).stream().noneMatch(DiffPath::isForbidden);
    }

    private static boolean isForbidden(String name) {
        return name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.toLowerCase(Locale.ROOT).equals(".git");
    }

    private static Optional<String> unquoted(String written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 1;
        while (at < written.length() && written.charAt(at) != '"') {
            int step = next(written, at, bytes);
            if (step == 0) {
                return Optional.empty();
            }
            at += step;
        }
        return at == written.length() - 1
                ? Optional.of(bytes.toString(StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** How many characters were read; 0 where they are no escape of git's. */
    private static int next(String written, int at, ByteArrayOutputStream out) {
        if (written.charAt(at) != '\\') {
            int point = written.codePointAt(at);
            out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            return Character.charCount(point);
        }
        String rest = written.substring(at + 1, Math.min(written.length(), at + 4));
        if (rest.matches("[0-3][0-7]{2}")) {
            out.write(Integer.parseInt(rest, 8));
            return 4;
        }
        int escape = rest.isEmpty() ? -1 : ESCAPES.indexOf(rest.charAt(0));
        if (escape < 0) {
            return 0;
        }
        out.write(MEANT.charAt(escape));
        return 2;
    }
}
