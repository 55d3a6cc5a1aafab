package io.signalbox.cliworker.command;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run fills in.
 *
 * @param prompt any text without NUL
 * @param model the agent's own name for it; null: the entry's option {@code model}, else the
 *     agent's own choice
 * @param sessionId to go on with; null for a new session
 * @param workspace absolute; the working directory
 * @param home absolute; a HOME of the run's own
 * @param temp absolute; its TMPDIR
 * @param promptFile absolute; where the prompt is put for agents that read it from a file
 * @param options instead of those of the entry, by name
 */
public record RunInput(
        String prompt,
        @Nullable String model,
        @Nullable String sessionId,
        Path workspace,
        Path home,
        Path temp,
        Path promptFile,
        Map<String, String> options) {

    public RunInput {
        for (Path path : new Path[] {workspace, home, temp, promptFile}) {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("path '%s' is not absolute".formatted(path));
            }
        }
        options = Map.copyOf(options);
    }

    /** Never the prompt. */
    @Override
    public String toString() {
        return "RunInput[%d characters, model=%s, workspace=%s]"
                .formatted(prompt.length(), model, workspace);
    }
}
