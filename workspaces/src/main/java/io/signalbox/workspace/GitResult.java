package io.signalbox.workspace;

import io.signalbox.contracts.attempt.ErrorClass;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** How a git command ended. */
final class GitResult {

    private static final int MOST_SHOWN = 300;

    private final int exitCode;
    private final byte[] output;
    private final byte[] words;
    private final int mostOutput;

    /**
     * @param output one byte more than the most where there was more
     */
    GitResult(int exitCode, byte[] output, byte[] words, int mostOutput) {
        this.exitCode = exitCode;
        this.output = output;
        this.words = words;
        this.mostOutput = mostOutput;
    }

    boolean isGood() {
        return exitCode == 0 && !isCut();
    }

    int exitCode() {
        return exitCode;
    }

    boolean isCut() {
        return output.length > mostOutput;
    }

    byte[] output() {
        return output.clone();
    }

    String text() {
        return new String(output, StandardCharsets.UTF_8);
    }

    /** What {@code -z} parts. */
    List<String> fields() {
        String text = text();
        return text.isEmpty()
                ? List.of()
                : Arrays.asList(text.substring(0, text.length() - 1).split("\0", -1));
    }

    /** Git's complaint, as one short line, without what a URL may carry besides host and path. */
    String complaint() {
        String said = new String(words, StandardCharsets.UTF_8).strip();
        String line =
                said.replaceAll("(?m)^(?:remote:|hint:|warning:).*$", "")
                        .replaceAll("//[^/@\\s]+@", "//")
                        .replaceAll("\\s+", " ")
                        .strip();
        String shown = line.isEmpty() ? "exit code " + exitCode : line;
        return shown.length() > MOST_SHOWN ? shown.substring(0, MOST_SHOWN) + "…" : shown;
    }

    GitResult orRefuse(String what) {
        if (isCut()) {
            throw Refusal.of(ErrorClass.INTERNAL, "%s wrote too much", what);
        }
        if (exitCode != 0) {
            throw Refusal.of(ErrorClass.INTERNAL, "%s failed: %s", what, complaint());
        }
        return this;
    }
}
