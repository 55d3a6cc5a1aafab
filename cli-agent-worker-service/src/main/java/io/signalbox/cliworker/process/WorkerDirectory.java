package io.signalbox.cliworker.process;

import io.signalbox.workspace.Deletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One worker's own directory, named after it, with a lock that lives as long as the worker. The
 * operating system gives the lock back when the process dies, however it dies: who gets it, has got
 * the directory of a dead worker.
 */
final class WorkerDirectory implements AutoCloseable {

    private static final int TRIES = 100;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");
    private static final String LOCK = ".lock";
    private static final Pattern NAME =
            Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Locked by this JVM. To open such a file again, and close it, would give its lock back. */
    private static final Set<Path> OURS = new HashSet<>();

    private final Path path;
    private final FileChannel lock;

    private WorkerDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * A new one, for a new worker, that its owner alone can enter.
     *
     * @param base made if there is none
     */
    static WorkerDirectory create(Path base) {
        try {
            Path real = Files.createDirectories(base).toRealPath();
            for (int i = 0; i < TRIES; i++) {
                Path path = createPrivate(real.resolve(UUID.randomUUID().toString()));
                Optional<WorkerDirectory> mine = lock(path, StandardOpenOption.CREATE);
                if (mine.isPresent()) {
                    return mine.get();
                }
                // A sweep took it for a dead worker's in the moment between: another one.
            }
            throw new IOException("none of %d new directories could be locked".formatted(TRIES));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the runs directory " + base, e);
        }
    }

    private static Path createPrivate(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : Files.createDirectory(path);
    }

    /** Those of dead workers, each locked: to be closed. */
    static List<WorkerDirectory> abandoned(Path base) {
        try (Stream<Path> children = Files.list(base.toRealPath())) {
            List<WorkerDirectory> found = new ArrayList<>();
            for (Path child : children.filter(WorkerDirectory::isNamedSo).toList()) {
                if (!isEmptied(child)) {
                    lock(child, StandardOpenOption.WRITE).ifPresent(found::add);
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the runs directory " + base, e);
        }
    }

    /** Deletes it where its worker died before it could lock it; a living one makes another. */
    private static boolean isEmptied(Path path) {
        return path.toFile().delete();
    }

    private static boolean isNamedSo(Path path) {
        return NAME.matcher(path.getFileName().toString()).matches()
                && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * @param option CREATE for a new one. A directory that has lost its lock may be a living
     *     worker's whose files somebody tidied up.
     */
    private static Optional<WorkerDirectory> lock(Path path, StandardOpenOption option)
            throws IOException {
        synchronized (OURS) {
            if (OURS.contains(path)) {
                return Optional.empty();
            }
            Path file = path.resolve(LOCK);
            try {
                FileChannel channel = FileChannel.open(file, option, StandardOpenOption.WRITE);
                // A file that was deleted meanwhile locks nothing.
                if (channel.tryLock() == null || !Files.exists(file)) {
                    channel.close();
                    return Optional.empty();
                }
                OURS.add(path);
                return Optional.of(new WorkerDirectory(path, channel));
            } catch (NoSuchFileException | AccessDeniedException e) {
                // Deleted by another sweep, or another user's.
                return Optional.empty();
            }
        }
    }

    Path path() {
        return path;
    }

    /** The worker's name, which no other one ever had. */
    String worker() {
        return path.getFileName().toString();
    }

    /** Deletes it, and then gives the lock back. */
    void delete() throws IOException {
        try (this;
                DirectoryStream<Path> runs =
                        Files.newDirectoryStream(path, run -> !run.endsWith(LOCK))) {
            // The lock goes last: a directory without one is nobody's.
            for (Path run : runs) {
                Deletion.delete(run);
            }
            Deletion.delete(path);
        } catch (NoSuchFileException e) {
            // Somebody else deleted it.
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (OURS) {
            if (OURS.remove(path)) {
                lock.close();
            }
        }
    }
}
