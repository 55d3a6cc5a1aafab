package io.signalbox.cliworker.process;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/** Whether the system can be handed a command as it is. */
final class Fitness {

    /** Java writes arguments and variables in the locale's encoding: with LANG=C that is ASCII. */
    static final Charset LOCALE =
            Charset.forName(
                    System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private Fitness() {}

    /** What stands against it, said without a value, which may be a secret. */
    static Optional<String> fault(AgentCommand command, Charset locale) {
        return fault("an argument", command.argv(), locale)
                .or(() -> fault("a variable's name", command.environment().keySet(), locale))
                .or(() -> fault("a variable", command.environment().values(), locale))
                .or(() -> nameless(command.environment().keySet()))
                .or(() -> placeless(command.directory()));
    }

    private static Optional<String> placeless(Path directory) {
        return Files.isDirectory(directory)
                ? Optional.empty()
                : Optional.of("there is no directory " + directory);
    }

    private static Optional<String> fault(String what, Collection<String> texts, Charset locale) {
        if (texts.stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
            return Optional.of(what + " holds a NUL character");
        }
        // As Java's own encoder does it, half a surrogate pair becomes a question mark too.
        if (texts.stream().allMatch(text -> locale.newEncoder().canEncode(text))) {
            return Optional.empty();
        }
        return Optional.of(
                what
                        + " holds characters that the worker's locale cannot write ("
                        + locale
                        + "): start the worker with LC_ALL=C.UTF-8");
    }

    private static Optional<String> nameless(Collection<String> names) {
        return names.stream().anyMatch(name -> name.isEmpty() || name.contains("="))
                ? Optional.of("a variable's name is empty or holds '='")
                : Optional.empty();
    }
}
