package io.signalbox.cliworker.command;

import io.signalbox.catalog.Agent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The machine that agents run on: all that they get of it.
 *
 * @param searchPath directories joined as in PATH; agents get it as their PATH. Relative ones are
 *     left out: in a workspace they would lead to programs that a stranger put there
 * @param home the worker's own HOME, where people signed in
 */
public record AgentHost(Platform platform, String searchPath, Path home) {

    private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

    public AgentHost {
        searchPath =
                Arrays.stream(searchPath.split(File.pathSeparator))
                        .filter(directory -> path(directory).filter(Path::isAbsolute).isPresent())
                        .collect(Collectors.joining(File.pathSeparator));
    }

    /** This process's own. */
    public static AgentHost current() {
        String path = System.getenv("PATH");
        return new AgentHost(
                Platform.current(),
                path == null || path.isBlank() ? USUAL_PATH : path,
                Path.of(System.getProperty("user.home", "/")));
    }

    /** An agent's program: an executable file, absolute; empty where there is none. */
    public Optional<Path> find(Agent agent) {
        String command = agent.command(platform.key());
        if (command == null) {
            return Optional.empty();
        }
        if (command.contains("/") || command.contains(File.separator)) {
            return path(command).filter(Path::isAbsolute).filter(AgentHost::isProgram);
        }
        return Arrays.stream(searchPath.split(File.pathSeparator))
                .flatMap(directory -> path(directory).stream())
                .map(directory -> directory.resolve(command))
                .filter(AgentHost::isProgram)
                .findFirst();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
