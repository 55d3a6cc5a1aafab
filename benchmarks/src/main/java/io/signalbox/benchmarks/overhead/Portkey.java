package io.signalbox.benchmarks.overhead;

import io.signalbox.benchmarks.process.ChildProcess;
import io.signalbox.benchmarks.process.Workplace;
import io.signalbox.testsupport.Ports;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The Portkey gateway, fetched from npm in one pinned version, as it comes. */
final class Portkey implements AutoCloseable {

    static final String VERSION = "1.15.2";

    private static final String PACKAGE = "@portkey-ai/gateway";
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(3);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final ChildProcess process;
    private final int port;

    private Portkey(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Fetches it if it is not there; empty, with a line that says why, where it cannot run. */
    static Optional<Portkey> start(Workplace workplace) throws InterruptedException {
        if (!onPath("node") || !onPath("npm")) {
            System.out.println("no node and npm on the PATH: the Portkey column is left out");
            return Optional.empty();
        }
        Path home = workplace.target().resolve("node");
        try {
            if (!install(home, workplace.target().resolve("logs/npm.log"))) {
                System.out.println("npm cannot fetch Portkey (logs/npm.log): it is left out");
                return Optional.empty();
            }
            return Optional.of(run(workplace, home));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Portkey", e);
        }
    }

    private static Path server(Path home) {
        return home.resolve("node_modules/" + PACKAGE + "/build/start-server.js");
    }

    private static boolean install(Path home, Path log) throws IOException, InterruptedException {
        Path stamp = home.resolve("portkey-" + VERSION);
        if (Files.exists(stamp) && Files.exists(server(home))) {
            return true;
        }
        Files.createDirectories(home);
        Files.createDirectories(log.getParent());
        Process npm =
                new ProcessBuilder(
                                "npm",
                                "install",
                                "--prefix",
                                home.toString(),
                                "--no-audit",
                                "--no-fund",
                                "--loglevel=error",
                                PACKAGE + "@" + VERSION)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!npm.waitFor(INSTALL_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            npm.destroyForcibly();
            return false;
        }
        if (npm.exitValue() != 0) {
            return false;
        }
        Files.writeString(stamp, "");
        return true;
    }

    private static Portkey run(Workplace workplace, Path home)
            throws IOException, InterruptedException {
        Path loopback = home.resolve("loopback.cjs");
        try (InputStream script = Portkey.class.getResourceAsStream("loopback.cjs")) {
            if (script == null) {
                throw new IllegalStateException("loopback.cjs is not in the build");
            }
            Files.copy(script, loopback, StandardCopyOption.REPLACE_EXISTING);
        }
        int port = Ports.free();
        ProcessBuilder builder =
                new ProcessBuilder(
                        "node",
                        "--require",
                        loopback.toString(),
                        server(home).toString(),
                        "--headless",
                        "--port=" + port);
        builder.environment().put("NODE_ENV", "production");
        ChildProcess process =
                ChildProcess.start(
                        builder,
                        workplace.target().resolve("logs/portkey.log"),
                        line -> line.contains("Ready for connections"));
        process.awaitReady(START_LIMIT);
        return new Portkey(process, port);
    }

    private static boolean onPath(String command) {
        for (String directory :
                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, command))) {
                return true;
            }
        }
        return false;
    }

    int port() {
        return port;
    }

    ChildProcess process() {
        return process;
    }

    /** What a request needs to reach the upstream through it. */
    static Map<String, String> headers(String upstream) {
        return Map.of(
                "Authorization",
                "Bearer none",
                "x-portkey-provider",
                "openai",
                "x-portkey-custom-host",
                upstream);
    }

    @Override
    public void close() {
        process.close();
    }
}
