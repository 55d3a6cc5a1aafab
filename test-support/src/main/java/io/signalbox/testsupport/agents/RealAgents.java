package io.signalbox.testsupport.agents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Real agents of fixed versions in a cache directory of the user's, installed from npm where
 * allowed. Linux and macOS only. Thread-safe; {@link #provide} blocks for as long as npm takes.
 */
public final class RealAgents {

    private static final String PROGRAMS = "node_modules/.bin";

    private final InstallConfig config;
    private final NpmInstaller installer;

    /** What could not be installed is not tried again in the life of this object. */
    private final Map<RealAgent, Availability> tried = new ConcurrentHashMap<>();

    public RealAgents(InstallConfig config) {
        this.config = config;
        this.installer = new NpmInstaller(config);
    }

    /** As the system properties say; see {@link InstallConfig#ofSystem}. */
    public static RealAgents ofSystem() {
        return new RealAgents(InstallConfig.ofSystem());
    }

    /** Without installing anything. */
    public Availability look(RealAgent agent) {
        boolean there =
                installer.has(agent.npmPackage())
                        && (!agent.runsOnNode() || installer.has(NpmPackage.NODE));
        return there
                ? ready(agent)
                : new Availability.Missing(
                        "%s is not in %s"
                                .formatted(agent.npmPackage().specification(), config.cache()));
    }

    /** Installs it where it is not there. */
    public Availability provide(RealAgent agent) {
        return look(agent) instanceof Availability.Ready ready
                ? ready
                : tried.computeIfAbsent(agent, this::install);
    }

    private Availability install(RealAgent agent) {
        Optional<String> failure =
                agent.runsOnNode()
                        ? installer
                                .install(NpmPackage.NODE)
                                .or(() -> installer.install(agent.npmPackage()))
                        : installer.install(agent.npmPackage());
        return failure.<Availability>map(Availability.Missing::new).orElseGet(() -> ready(agent));
    }

    private Availability ready(RealAgent agent) {
        Path program =
                installer.home(agent.npmPackage()).resolve(PROGRAMS).resolve(agent.command());
        if (!Files.isExecutable(program)) {
            return new Availability.Missing(program + " is not a program");
        }
        return new Availability.Ready(agent.runsOnNode() ? onNode(agent, program) : program);
    }

    /** A command that starts the program as a shell with this Node first on its PATH would. */
    private Path onNode(RealAgent agent, Path program) {
        Path node = installer.home(NpmPackage.NODE).resolve(PROGRAMS);
        String script =
                """
                #!/bin/sh
                PATH=%s:$PATH
                export PATH
                exec %s "$@"
                """
                        .formatted(quoted(node), quoted(program));
        Path command =
                config.cache()
                        .resolve("bin")
                        .resolve(agent.npmPackage().directoryName())
                        .resolve(agent.command());
        try {
            if (!Files.isExecutable(command) || !Files.readString(command).equals(script)) {
                write(command, script);
            }
            return command;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + command, e);
        }
    }

    /** Beside its place first, so that nobody ever runs half of it. */
    private static void write(Path command, String script) throws IOException {
        Files.createDirectories(command.getParent());
        Path partial =
                Files.createTempFile(
                        command.getParent(),
                        "writing-",
                        "",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Files.writeString(partial, script);
        Files.move(partial, command, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
