package io.signalbox.standalone.cluster;

import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.testsupport.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One service as a real process, its output in a file. Closing kills it; so does the end of this
 * JVM. Used by one thread.
 */
final class ServiceInstance implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(45);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    /** Small and quick to start: seven of them share two cores with a broker and a database. */
    private static final List<String> JAVA_OPTIONS =
            List.of(
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final HttpClient health = HttpClient.newHttpClient();
    private final long startedAtNanos = System.nanoTime();
    private final String name;
    private final Process process;
    private final int port;
    private final Path log;

    private ServiceInstance(String name, Process process, int port, Path log) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.log = log;
        RUNNING.add(process);
    }

    /**
     * Starts and does not wait.
     *
     * @param name of the log file in the directory
     * @param settings the only environment it gets, besides its own port
     */
    static ServiceInstance launch(
            Service service, String name, Path directory, Map<String, String> settings) {
        int port = Ports.free();
        Path log = directory.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of("-jar", service.application().toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(settings);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        try {
            return new ServiceInstance(name, builder.start(), port, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Blocks until its readiness probe says so; says how long that took. */
    ServiceInstance awaitReady() {
        Eventually.get(READY_LIMIT, this::readiness, status -> status == 200);
        System.out.printf(
                "cluster: %s ready after %d ms%n",
                name, Duration.ofNanos(System.nanoTime() - startedAtNanos).toMillis());
        return this;
    }

    /** The status of the probe; 0 while nobody answers. */
    private int readiness() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended while it started:\n" + logged());
        }
        try {
            return health.send(
                            HttpRequest.newBuilder(URI.create(url() + "/q/health/ready"))
                                    .timeout(ANSWER_LIMIT)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while %s started".formatted(name), e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** A caller of this one, which must be a gateway. */
    HttpCaller caller() {
        return new HttpCaller(url() + "/v1");
    }

    String name() {
        return name;
    }

    /** Resident memory now, in KiB. Linux only. */
    long residentKib() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))
                    .stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the memory of " + name, e);
        }
    }

    String logged() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(no log: %s)".formatted(Objects.toString(e.getMessage(), ""));
        }
    }

    /** TERM: returns at once. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL: returns when it is dead. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    void awaitExit() {
        try {
            if (!process.waitFor(EXIT_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "%s did not end within %s:%n%s".formatted(name, EXIT_LIMIT, logged()));
            }
            RUNNING.remove(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while %s ended".formatted(name), e);
        }
    }

    @Override
    public void close() {
        health.shutdownNow();
        kill();
    }
}
