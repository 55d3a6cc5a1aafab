package io.signalbox.standalone.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code signalbox up} as a real process. Closing kills it with all its children; so does the end
 * of this JVM, however a test ended. Used by one thread.
 */
public final class StandaloneProcess implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(45);
    private static final Set<StandaloneProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(StandaloneProcess::close)));
    }

    private final long startedAtNanos = System.nanoTime();
    private final Process process;
    private final ProcessOutput output;

    private StandaloneProcess(Process process) {
        this.process = process;
        this.output = ProcessOutput.of(process);
        RUNNING.add(this);
    }

    /** Starts with these options and does not wait for anything. */
    public static StandaloneProcess launch(String... options) {
        return launch(Map.of(), options);
    }

    /** The same with variables of its own. */
    public static StandaloneProcess launch(Map<String, String> environment, String... options) {
        ProcessBuilder builder =
                new ProcessBuilder(LaunchCommand.up(options))
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().remove("SIGNALBOX_CATALOG");
        builder.environment().put("SIGNALBOX_GATEWAY_DRAIN", "1s");
        // A reply topic that is not there is given up soon, not after minutes.
        builder.environment().put("SIGNALBOX_GATEWAY_INTAKE_REPLY_TRIES", "2");
        builder.environment().putAll(environment);
        return start(builder);
    }

    /** Runs the script {@code signalbox} with nothing but this environment. */
    public static StandaloneProcess script(Map<String, String> environment, String verb) {
        String root = Objects.requireNonNull(System.getProperty("signalbox.root"));
        ProcessBuilder builder =
                new ProcessBuilder("/bin/bash", Path.of(root, "signalbox").toString(), verb)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return start(builder);
    }

    private static StandaloneProcess start(ProcessBuilder builder) {
        try {
            return new StandaloneProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Signalbox", e);
        }
    }

    /** Starts on free ports with this data and catalog, and waits until it says ready. */
    public static StandaloneProcess ready(Path data, Path catalog) {
        return ready(data, catalog, Map.of());
    }

    /** The same with variables of its own. */
    public static StandaloneProcess ready(
            Path data, Path catalog, Map<String, String> environment) {
        StandaloneProcess started =
                launch(
                        environment,
                        "--port",
                        "0",
                        "--kafka-port",
                        "0",
                        "--data",
                        data.toString(),
                        "--catalog",
                        catalog.toString());
        started.awaitReady();
        return started;
    }

    /**
     * Blocks for the line {@code ready}.
     *
     * @return the time since the start
     * @throws IllegalStateException with the whole output where it does not come
     */
    public Duration awaitReady() {
        line("ready");
        return Duration.ofNanos(System.nanoTime() - startedAtNanos);
    }

    private String line(String prefix) {
        try {
            return output.await(prefix, READY_LIMIT)
                    .orElseThrow(() -> {
                        close();
                        return new IllegalStateException(
                                "Signalbox did not print '%s' but:\n%s"
                                        .formatted(prefix, String.join("\n", output.soFar())));
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IllegalStateException("interrupted while Signalbox started", e);
        }
    }

    /** {@code http://127.0.0.1:<port>/v1}, as printed. */
    public String apiUrl() {
        return line("OpenAI API");
    }

    /** {@code 127.0.0.1:<port>}, as printed. */
    public String bootstrapServers() {
        return line("Kafka");
    }

    public List<String> outputSoFar() {
        return output.soFar();
    }

    /** The process and everything it has started that lives now. */
    public List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    }

    /** The family as soon as it has a member whose command line holds the text. */
    public List<ProcessHandle> familyWith(String command) {
        return Eventually.get(
                READY_LIMIT,
                this::family,
                family ->
                        family.stream()
                                .anyMatch(member ->
                                        member.info().commandLine().orElse("").contains(command)));
    }

    /** As Ctrl-C or the service manager does; returns at once. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL: no shutdown hook runs. Returns when it is dead; its children may live on. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Blocks for the end; its whole output is then in {@code lines}. */
    public Exit awaitExit() {
        try {
            if (!process.waitFor(EXIT_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                close();
                throw new IllegalStateException(
                        "Signalbox did not end within %s; it said:\n%s"
                                .formatted(EXIT_LIMIT, String.join("\n", output.soFar())));
            }
            RUNNING.remove(this);
            return new Exit(process.exitValue(), output.whole(Duration.ofSeconds(60)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Signalbox ended", e);
        }
    }

    /**
     * How a process ended.
     *
     * @param lines what it wrote, standard output and error as they came
     */
    public record Exit(int code, List<String> lines) {
        public Exit {
            lines = List.copyOf(lines);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(member -> member.onExit().orTimeout(60, TimeUnit.SECONDS).join());
        RUNNING.remove(this);
    }
}
