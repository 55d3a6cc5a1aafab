package io.signalbox.cliworker.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a look for bubblewrap found. */
public sealed interface SandboxSearch {

    /** It is installed, and the system lets it work. */
    record Found(Sandbox sandbox) implements SandboxSearch {}

    /**
     * @param why in words a caller may see, such as "bwrap is not on the PATH of this worker"
     */
    record Missing(String why) implements SandboxSearch {}

    /** How long a trial may take. */
    long SECONDS = 10;

    /** As much of bubblewrap's own words as is told, in bytes. */
    int WORDS = 300;

    /**
     * Tries it. Starts a process; blocks for up to 10 s.
     *
     * @param searchPath as in the variable PATH
     */
    static SandboxSearch in(String searchPath) {
        Optional<Path> program = Program.find("bwrap", Path.of("/"), searchPath);
        return program.isPresent()
                ? tried(new Sandbox(program.get()))
                : new Missing("bwrap is not on the PATH of this worker");
    }

    private static SandboxSearch tried(Sandbox sandbox) {
        List<String> argv = sandbox.wrap(List.of("true"), Path.of("/"), List.of());
        try {
            Process trial = new ProcessBuilder(argv).redirectErrorStream(true).start();
            try (InputStream said = trial.getInputStream()) {
                if (!trial.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    return doesNotWork("it did not end within %d s".formatted(SECONDS));
                }
                String words = new String(said.readNBytes(WORDS), StandardCharsets.UTF_8).strip();
                return trial.exitValue() == 0 ? new Found(sandbox) : doesNotWork(words);
            } finally {
                trial.destroyForcibly();
            }
        } catch (IOException e) {
            return doesNotWork(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return doesNotWork("the worker stops");
        }
    }

    private static Missing doesNotWork(String words) {
        String first = words.lines().findFirst().orElse("it ended with an error and said nothing");
        return new Missing("bwrap does not work on this worker: " + first);
    }
}
