package io.signalbox.testsupport.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stops a server that outlived the JVM which started it. Only to be used by the holder of the data
 * directory's lock: then the server's owner is dead for certain.
 */
final class LeftoverPostmaster {

    private static final long FAST_SHUTDOWN_SECONDS = 15;
    private static final long IMMEDIATE_SHUTDOWN_SECONDS = 10;

    private LeftoverPostmaster() {}

    /** Returns when no server works in the cluster's directory. */
    static void stop(Path clusterDirectory) {
        Optional<ProcessHandle> found = find(clusterDirectory);
        if (found.isEmpty()) {
            return;
        }
        ProcessHandle postmaster = found.get();
        PgCommand.signal(postmaster.pid(), "INT");
        if (ends(postmaster, FAST_SHUTDOWN_SECONDS)) {
            return;
        }
        PgCommand.signal(postmaster.pid(), "QUIT");
        if (!ends(postmaster, IMMEDIATE_SHUTDOWN_SECONDS)) {
            throw new IllegalStateException(
                    "the PostgreSQL server %d from an earlier run works in %s and does not stop: end it by hand"
                            .formatted(postmaster.pid(), clusterDirectory));
        }
    }

    /** A process that has got the number of a dead server by chance is not touched. */
    private static Optional<ProcessHandle> find(Path clusterDirectory) {
        Path pidFile = clusterDirectory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                            .filter(process -> isServerOf(process, clusterDirectory));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + pidFile, e);
        }
    }

    private static boolean isServerOf(ProcessHandle process, Path clusterDirectory) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("postgres"))
                .filter(line -> line.contains(clusterDirectory.toString()))
                .isPresent();
    }

    private static boolean ends(ProcessHandle process, long seconds) {
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while stopping a server", e);
        }
    }
}
