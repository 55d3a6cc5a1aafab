package io.signalbox.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things are and how Java is started; told by {@code benchmarks/run}.
 *
 * @param root the project's directory
 * @param signalboxOptions of Signalbox's own JVM, as {@code ./signalbox up} gives them
 */
public record Workplace(Path root, List<String> signalboxOptions) {

    public Workplace {
        signalboxOptions = List.copyOf(signalboxOptions);
    }

    public static Workplace here() {
        String root = System.getProperty("signalbox.root");
        if (root == null) {
            throw new IllegalStateException("signalbox.root is not set: use ./signalbox bench");
        }
        return new Workplace(
                Path.of(root),
                List.of(System.getProperty("signalbox.java-options", "").strip().split(" +", -1)));
    }

    /** {@code benchmarks/target}. */
    public Path target() {
        return root.resolve("benchmarks/target");
    }

    /** An empty directory; what an earlier run left there is gone. */
    public Path emptied(String name) {
        Path directory = target().resolve(name);
        try {
            if (Files.exists(directory)) {
                try (Stream<Path> all = Files.walk(directory)) {
                    for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + directory, e);
        }
    }

    /** Signalbox itself, without arguments. */
    List<String> signalboxCommand() {
        List<String> command = new ArrayList<>(List.of(java()));
        signalboxOptions.stream().filter(option -> !option.isBlank()).forEach(command::add);
        command.add("-jar");
        command.add(root.resolve("standalone/target/quarkus-app/quarkus-run.jar").toString());
        return command;
    }

    /** A main class of the benchmarks in a small JVM of its own. */
    public List<String> smallJava(Class<?> main) {
        return List.of(
                java(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    /** A tool of the JDK that runs this. */
    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static String java() {
        return tool("java");
    }
}
