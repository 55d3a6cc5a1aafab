package io.signalbox.contracts.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of text files as a unified diff, in the form of GNU diff or of git.
 *
 * <p>Read strictly: every hunk holds as many lines as its header says, hunks come in order, every
 * path stays inside the tree. Whether it fits the files is for {@code git apply} to say.
 *
 * @param patch the diff; lines end with LF, the last one too
 * @param files the paths that it touches, both of a rename, each once, in order, without a/ and b/
 */
public record UnifiedDiff(String patch, List<String> files) {

    /** More is no answer of a model. */
    static final int MOST_CHARACTERS = 4 << 20;

    /** A fence's opening line, up to its end: three or more of one sign, perhaps a language. */
    private static final Pattern FENCE =
            Pattern.compile("^ {0,3}(`{3,}|~{3,})[ \\t]*([\\w+.-]*)[ \\t]*$");

    public UnifiedDiff {
        files = List.copyOf(files);
    }

    /**
     * The diff that an answer of a model is, or that exactly one of its fenced blocks is.
     *
     * @return empty where there is none, where two blocks are diffs (which of them is meant?), and
     *     where a diff breaks a rule above
     */
    public static Optional<UnifiedDiff> patchOf(String answer) {
        if (answer.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        List<String> lines = lines(answer);
        Optional<UnifiedDiff> whole = of(lines);
        if (whole.isPresent()) {
            return whole;
        }
        List<UnifiedDiff> found =
                blocks(lines).stream().map(UnifiedDiff::of).flatMap(Optional::stream).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** Where only some lines end with CRLF, the CR belongs to the files. */
    private static List<String> lines(String answer) {
        List<String> lines = List.of(answer.split("\n", -1));
        boolean windows =
                lines.size() > 1
                        && lines.subList(0, lines.size() - 1).stream()
                                .allMatch(line -> line.endsWith("\r"));
        return windows ? List.of(answer.replace("\r\n", "\n").split("\n", -1)) : lines;
    }

    private static Optional<UnifiedDiff> of(List<String> lines) {
        int from = 0;
        int to = lines.size();
        while (from < to && lines.get(from).isBlank()) {
            from++;
        }
        // A space alone may be a hunk's last line: an empty line of the file.
        while (to > from && lines.get(to - 1).isEmpty()) {
            to--;
        }
        List<String> diff = lines.subList(from, to);
        return new DiffReader(diff)
                .files()
                .map(files -> new UnifiedDiff(String.join("\n", diff) + "\n", files));
    }

    private static List<List<String>> blocks(List<String> lines) {
        List<List<String>> blocks = new ArrayList<>();
        int next = 0;
        while (next < lines.size()) {
            Matcher opens = FENCE.matcher(lines.get(next++));
            if (opens.matches()) {
                int end = end(lines, next, opens.group(1));
                blocks.add(lines.subList(next, end));
                next = end + 1;
            }
        }
        return blocks;
    }

    private static int end(List<String> lines, int from, String fence) {
        int at = from;
        while (at < lines.size() && !closes(lines.get(at), fence)) {
            at++;
        }
        return at;
    }

    /** Without the space that a fence may stand behind: in a hunk that is a line of the file. */
    private static boolean closes(String line, String fence) {
        String bare = line.stripTrailing();
        return bare.startsWith(fence) && bare.chars().allMatch(sign -> sign == fence.charAt(0));
    }

    /** Never the files' content. */
    @Override
    public String toString() {
        return "UnifiedDiff[" + files.size() + " files, " + patch.length() + " characters]";
    }
}
