package io.signalbox.cliworker.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be started. No shell reads it: an argument arrives as it stands here.
 *
 * @param argv the program, on the worker's PATH or absolute, and its arguments
 * @param environment all variables that reach it, the run's own marks aside
 * @param directory where it works; must exist
 * @param stdin what it reads, as UTF-8; null: nothing, from /dev/null
 */
public record AgentCommand(
        List<String> argv,
        Map<String, String> environment,
        Path directory,
        @Nullable String stdin) {

    public AgentCommand {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (argv.isEmpty() || argv.getFirst().isBlank()) {
            throw new IllegalArgumentException("argv names no program");
        }
    }

    /** Never an argument, a variable's value or the input. */
    @Override
    public String toString() {
        return "AgentCommand[%s, %d arguments, in %s]"
                .formatted(argv.getFirst(), argv.size() - 1, directory);
    }
}
