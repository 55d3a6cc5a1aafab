package io.signalbox.contracts.job;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one unified diff from its first line to its last; text around it is none of its business,
 * so that any other line makes it no diff.
 */
final class DiffReader {

    private static final Pattern HUNK =
            Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*");

    /** What git writes between a file's first line and its hunks, and what a path follows. */
    private static final Pattern EXTENDED =
            Pattern.compile(
                    "(?:old mode|new mode|deleted file mode|new file mode) [0-7]{6}"
                            + "|(?:dis)?similarity index \\d{1,3}%"
                            + "|index [0-9a-f]{4,64}\\.\\.[0-9a-f]{4,64}(?: [0-7]{6})?"
                            + "|(?<verb>rename from|rename to|copy from|copy to) (?<path>.+)");

    private final List<String> lines;
    private final Set<String> files = new LinkedHashSet<>();
    private int at;

    DiffReader(List<String> lines) {
        this.lines = lines;
    }

    /** The paths touched, if the lines are a diff as {@link UnifiedDiff} says. */
    Optional<List<String>> files() {
        boolean good = !lines.isEmpty();
        while (good && at < lines.size()) {
            good = file();
        }
        return good ? Optional.of(List.copyOf(files)) : Optional.empty();
    }

    private boolean file() {
        int header = at;
        boolean git = peek().startsWith("diff --git ");
        if (git) {
            at++;
            if (!extended()) {
                return false;
            }
        }
        if (peek().startsWith("--- ")) {
            return names() && hunks();
        }
        // Without hunks: a mode, a rename, an empty file that comes or goes.
        return git && at > header + 1 && namesOf(lines.get(header));
    }

    private boolean extended() {
        Matcher matcher = EXTENDED.matcher(peek());
        while (matcher.matches()) {
            String path = matcher.group("path");
            if (path != null && !touches(path)) {
                return false;
            }
            at++;
            matcher = EXTENDED.matcher(peek());
        }
        return true;
    }

    /** {@code --- a/x} and {@code +++ b/x}; one of them may be nothing. */
    private boolean names() {
        String before = peek().substring(4);
        at++;
        if (!peek().startsWith("+++ ")) {
            return false;
        }
        String after = peek().substring(4);
        at++;
        boolean comes = DiffPath.isNothing(before);
        boolean goes = DiffPath.isNothing(after);
        return !(comes && goes)
                && (comes || touches(DiffPath.withoutPrefix(before, 'a')))
                && (goes || touches(DiffPath.withoutPrefix(after, 'b')));
    }

    /** {@code diff --git a/x b/x}: two paths that are alike, or were named by a rename's lines. */
    private boolean namesOf(String header) {
        Optional<String> path = DiffPath.ofBoth(header.substring("diff --git ".length()));
        return path.isPresent() ? touches(path.get()) : !files.isEmpty();
    }

    private boolean touches(@Nullable String written) {
        Optional<String> path = DiffPath.read(written);
        path.ifPresent(files::add);
        return path.isPresent();
    }

    private boolean hunks() {
        int hunks = 0;
        long oldEnd = 0;
        Matcher header = HUNK.matcher(peek());
        while (header.matches()) {
            at++;
            long start = Long.parseLong(header.group(1));
            int before = count(header.group(2));
            if (start < oldEnd || !body(before, count(header.group(4)))) {
                return false;
            }
            oldEnd = start + before;
            hunks++;
            header = HUNK.matcher(peek());
        }
        return hunks > 0;
    }

    private static int count(@Nullable String written) {
        return written == null ? 1 : Integer.parseInt(written);
    }

    private boolean body(int before, int after) {
        int old = before;
        int young = after;
        boolean changes = false;
        while (old > 0 || young > 0) {
            if (at >= lines.size()) {
                return false;
            }
            switch (sign(lines.get(at++))) {
                case ' ' -> {
                    old--;
                    young--;
                }
                case '-' -> {
                    old--;
                    changes = true;
                }
                case '+' -> {
                    young--;
                    changes = true;
                }
                case '\\' -> {}
                default -> {
                    return false;
                }
            }
        }
        if (peek().startsWith("\\ ")) {
            at++;
        }
        return changes && old == 0 && young == 0;
    }

    /** An empty line stands for an empty line of the file: editors cut the space, git takes it. */
    private static char sign(String line) {
        return line.isEmpty() ? ' ' : line.charAt(0);
    }

    private String peek() {
        return at < lines.size() ? lines.get(at) : "";
    }
}
