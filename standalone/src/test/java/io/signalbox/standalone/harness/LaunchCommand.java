package io.signalbox.standalone.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How the script {@code signalbox} starts Java: its own flags, read from it. */
final class LaunchCommand {

    /** Built by the phase {@code package}; tests run in this module's directory. */
    private static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar");

    /** A test's process lives for a minute: optimising it costs more than it gains. */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    private static final Pattern FLAGS = Pattern.compile("java_options=\\(([^)]*)\\)");

    private LaunchCommand() {}

    /** {@code signalbox up} with these options, on this JVM's JDK. */
    static List<String> up(String... options) {
        if (!Files.exists(APPLICATION)) {
            throw new IllegalStateException(
                    "no %s: build it with ./mvnw -pl standalone -am package"
                            .formatted(APPLICATION.toAbsolutePath()));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(property("java.home"), "bin", "java").toString());
        command.addAll(flagsOfTheScript());
        command.add(QUICK_COMPILER);
        command.addAll(List.of("-jar", APPLICATION.toString()));
        command.addAll(List.of(options));
        return command;
    }

    private static List<String> flagsOfTheScript() {
        Path script = Path.of(property("signalbox.root"), "signalbox");
        try {
            Matcher flags = FLAGS.matcher(Files.readString(script));
            if (!flags.find()) {
                throw new IllegalStateException(script + " has no java_options=(...)");
            }
            return Stream.of(flags.group(1).strip().split("\\s+")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the flags of " + script, e);
        }
    }

    private static String property(String name) {
        return Objects.requireNonNull(
                System.getProperty(name), "system property " + name + " is not set; failsafe does");
    }
}
