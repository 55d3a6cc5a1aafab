package io.signalbox.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Deletes whole directories: follows no link, and is not stopped by directories without rights. */
public final class Deletion {

    private Deletion() {}

    /**
     * Deletes the file or directory, if there is one.
     *
     * @throws IOException where something of it is left
     */
    public static void delete(Path path) throws IOException {
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                open(path);
                for (Path child : children(path)) {
                    delete(child);
                }
            }
            Files.deleteIfExists(path);
        } catch (NoSuchFileException e) {
            // Somebody else deletes it too.
        }
    }

    /** Tools write-protect what they have downloaded, and then it cannot be emptied. */
    private static void open(Path directory) throws IOException {
        if (!(Files.isReadable(directory)
                && Files.isWritable(directory)
                && Files.isExecutable(directory))) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
