package io.signalbox.cliworker.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to start: no shell, nothing inherited.
 *
 * @param argv the program, absolute, and its arguments as they are
 * @param env the whole environment
 * @param stdin what it reads, as UTF-8, and then the end; null: nothing at all
 * @param files text by absolute path, to be written before the start: settings, the prompt
 */
public record AgentCommand(
        List<String> argv,
        Map<String, String> env,
        @Nullable String stdin,
        Map<Path, String> files) {

    public AgentCommand {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        files = Map.copyOf(files);
    }

    /** Neither the prompt, which may be an argument, nor the environment. */
    @Override
    public String toString() {
        return "AgentCommand[%s and %d arguments, %d variables]"
                .formatted(argv.getFirst(), argv.size() - 1, env.size());
    }
}
