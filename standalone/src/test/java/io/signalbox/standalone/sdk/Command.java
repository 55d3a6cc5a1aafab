package io.signalbox.standalone.sdk;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine, run to its end. */
final class Command {

    private static final long LIMIT_SECONDS = 120;

    private Command() {}

    static boolean exists(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .anyMatch(Files::isExecutable);
    }

    /**
     * @return what it wrote to standard output
     * @throws IllegalStateException with what it wrote to standard error, unless it ended well
     */
    static String run(String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("command", ".err");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try {
            process.getOutputStream().close();
            String printed =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(
                        "%s failed:%n%s%n%s"
                                .formatted(List.of(command), printed, Files.readString(errors)));
            }
            return printed;
        } finally {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }
}
