package io.signalbox.standalone.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The instructions of a Containerfile, continued lines joined. */
record Containerfile(List<String> instructions) {

    static Containerfile read(Path file) {
        try {
            return new Containerfile(
                    Files.readString(file)
                            .replaceAll("(?m)^#.*\\R", "")
                            .replaceAll("\\\\\\R\\s*", "")
                            .lines()
                            .filter(line -> !line.isBlank())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What follows the first instruction of this name. */
    Optional<String> argument(String instruction) {
        return arguments(instruction).findFirst();
    }

    Stream<String> arguments(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1).strip());
    }

    /** Paths in the checkout. */
    List<String> copied() {
        return arguments("COPY").map(line -> line.substring(0, line.indexOf(' '))).toList();
    }

    /** The value of a variable that the image sets. */
    Optional<String> variable(String name) {
        return arguments("ENV")
                .flatMap(line -> Stream.of(line.split(" ", -1)))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }
}
