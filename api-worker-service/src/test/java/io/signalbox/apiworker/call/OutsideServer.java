package io.signalbox.apiworker.call;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A model server that we did not write: {@code @copilotkit/aimock} from npm, in one version, kept
 * under {@code target/node}. It ends with this JVM, which holds its standard input.
 */
final class OutsideServer implements AutoCloseable {

    /** Exactly this, so that a test that fails means a change of ours. */
    private static final String VERSION = "1.43.0";

    private static final Path PREFIX = Path.of("target", "node").toAbsolutePath();
    private static final int INSTALL_MINUTES = 3;

    private final Process process;
    private final String url;

    private OutsideServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Whether this machine can run it. */
    static boolean isPossible() {
        return Stream.of("node", "npm").allMatch(OutsideServer::isOnThePath);
    }

    private static boolean isOnThePath(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    static OutsideServer start() throws Exception {
        Process process =
                new ProcessBuilder(
                                "node",
                                resource("aimock.mjs"),
                                install().toUri().toString(),
                                resource("fixtures.json"))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith("http://")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("aimock ended without an address");
        }
        Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
        return new OutsideServer(process, line.strip());
    }

    private static String resource(String name) throws Exception {
        return Path.of(
                        Objects.requireNonNull(OutsideServer.class.getResource("outside/" + name))
                                .toURI())
                .toString();
    }

    /** The package's entry; installs it where this build has not done so yet. */
    private static Path install() throws IOException, InterruptedException {
        Path home = PREFIX.resolve(Path.of("node_modules", "@copilotkit", "aimock"));
        Path manifest = home.resolve("package.json");
        boolean there =
                Files.exists(manifest)
                        && Files.readString(manifest).contains("\"version\": \"" + VERSION + "\"");
        if (!there) {
            Files.createDirectories(PREFIX);
            npmInstall();
        }
        return home.resolve(Path.of("dist", "index.js"));
    }

    private static void npmInstall() throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        "npm",
                        "install",
                        "--no-save",
                        "--no-audit",
                        "--no-fund",
                        "--prefix",
                        PREFIX.toString(),
                        "@copilotkit/aimock@" + VERSION);
        Path log = PREFIX.resolve("npm.log");
        Process npm =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IOException("npm could not install aimock: " + Files.readString(log));
        }
    }

    /** Without a path. */
    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
