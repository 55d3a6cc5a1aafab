package io.signalbox.testsupport.agents;

import io.signalbox.testsupport.Directories;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Puts packages into the cache, each in a directory of its own that is there whole or not at all.
 * npm runs with the machine's own configuration. Thread-safe, also among processes; blocks for as
 * long as npm takes.
 */
final class NpmInstaller {

    private final InstallConfig config;

    NpmInstaller(InstallConfig config) {
        this.config = config;
    }

    Path home(NpmPackage wanted) {
        return config.cache().resolve(wanted.directoryName());
    }

    boolean has(NpmPackage wanted) {
        return Files.isDirectory(home(wanted));
    }

    /** Empty when it is there; else why not, in one line. */
    Optional<String> install(NpmPackage wanted) {
        if (has(wanted)) {
            return Optional.empty();
        }
        if (!config.allowed()) {
            return Optional.of(
                    "%s is not in %s and may not be installed (-Dsignalbox.agents.install=true allows it)"
                            .formatted(wanted.specification(), config.cache()));
        }
        try {
            Files.createDirectories(config.cache());
            try (InstallLock _ = InstallLock.take(config.cache())) {
                return has(wanted) ? Optional.empty() : installLocked(wanted);
            }
        } catch (IOException e) {
            return Optional.of(
                    "%s cannot be installed: %s".formatted(wanted.specification(), e.getMessage()));
        }
    }

    private Optional<String> installLocked(NpmPackage wanted) throws IOException {
        long free = config.cache().toFile().getUsableSpace();
        if (free < config.freeBytes()) {
            return Optional.of(
                    "%s is not installed: the disk has %d bytes left, of %d wanted"
                            .formatted(wanted.specification(), free, config.freeBytes()));
        }
        Path partial = Files.createTempDirectory(config.cache(), "installing-");
        try {
            Optional<String> failure = npm(wanted, partial);
            if (failure.isEmpty()) {
                Files.move(partial, home(wanted), StandardCopyOption.ATOMIC_MOVE);
            }
            return failure;
        } finally {
            Directories.delete(partial);
        }
    }

    private Optional<String> npm(NpmPackage wanted, Path partial) throws IOException {
        Path log = config.cache().resolve(wanted.directoryName() + ".log");
        Process npm =
                new ProcessBuilder(
                                List.of(
                                        config.npm(),
                                        "install",
                                        "--prefix",
                                        partial.toString(),
                                        "--no-audit",
                                        "--no-fund",
                                        wanted.specification()))
                        .directory(partial.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!npm.waitFor(config.limit().toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.of(
                        "%s was not installed within %s"
                                .formatted(wanted.specification(), config.limit()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(wanted.specification() + " was not installed: interrupted");
        } finally {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
        }
        return npm.exitValue() == 0
                ? Optional.empty()
                : Optional.of(
                        "npm install %s ended with %d; see %s"
                                .formatted(wanted.specification(), npm.exitValue(), log));
    }
}
