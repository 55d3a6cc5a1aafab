package io.signalbox.cliworker.command;

import io.signalbox.catalog.Agent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Gets a run's HOME ready: directories that only the worker's user can read, the files of the entry
 * copied from the HOME where people signed in, then those of the command. Where a file is in both,
 * the command's stands.
 */
public final class AgentHome {

    private static final FileAttribute<?> OWN_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private AgentHome() {}

    /**
     * @param home where the run's HOME is or is to be
     * @throws IOException if something cannot be written; what is missing at the source is left out
     */
    public static void prepare(AgentHost host, Agent agent, Path home, Map<Path, String> files)
            throws IOException {
        Files.createDirectories(home, OWN_DIRECTORY);
        for (String relative : agent.home().copied()) {
            Path source = host.home().resolve(relative);
            if (Files.isRegularFile(source)) {
                Path target = home.resolve(relative);
                Files.createDirectories(parent(target), OWN_DIRECTORY);
                Files.copy(
                        source,
                        target,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        for (Map.Entry<Path, String> file : files.entrySet()) {
            write(file.getKey(), file.getValue());
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(parent(file), OWN_DIRECTORY);
        Files.deleteIfExists(file);
        Files.createFile(file, OWN_FILE);
        Files.writeString(file, text);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
