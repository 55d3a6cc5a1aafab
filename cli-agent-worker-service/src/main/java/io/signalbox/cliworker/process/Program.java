package io.signalbox.cliworker.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs as the system finds them. */
final class Program {

    private static final Pattern SEPARATOR = Pattern.compile(File.pathSeparator, Pattern.LITERAL);

    /** In no variable's hands. Not on macOS, and not needed for what runs there. */
    private static final Optional<Path> SETSID = find("setsid", Path.of("/"), "/usr/bin:/bin");

    private Program() {}

    /**
     * The program's file.
     *
     * @param name with a slash: a path, seen from the directory; without: one on the search path
     * @param searchPath as in the variable PATH; of its entries only absolute ones count
     */
    static Optional<Path> find(String name, Path directory, String searchPath) {
        try {
            return candidates(name, directory.toAbsolutePath(), searchPath)
                    .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Stream<Path> candidates(String name, Path directory, String searchPath) {
        return name.contains("/") || Path.of(name).isAbsolute()
                ? Stream.of(directory.resolve(name))
                : SEPARATOR
                        .splitAsStream(searchPath)
                        .map(Path::of)
                        .filter(Path::isAbsolute)
                        .map(entry -> entry.resolve(name));
    }

    /**
     * The command in a session of its own, where the machine can: Ctrl-C in the worker's terminal
     * does not reach it, nor does it reach the terminal. The process's id is the program's id.
     *
     * @param program absolute
     */
    static List<String> inOwnSession(Path program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        SETSID.ifPresent(setsid -> command.add(setsid.toString()));
        command.add(program.toString());
        command.addAll(arguments);
        return command;
    }
}
