package io.signalbox.cliworker.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks among threads and among processes, by a file. A process that is killed gives up its locks:
 * the operating system sees to it. The files stay, they are empty. Any thread.
 */
final class FileLocks {

    /** Of all of this process: a process must not open a file twice that it has locked. */
    private static final ConcurrentHashMap<Path, ReentrantLock> WAITING = new ConcurrentHashMap<>();

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private FileLocks() {}

    /** A lock that is held; closing gives it up. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for the lock. */
    static Held take(Path file) throws IOException {
        ReentrantLock among = WAITING.computeIfAbsent(key(file), any -> new ReentrantLock());
        among.lock();
        try {
            FileChannel channel = open(file);
            channel.lock();
            return () -> release(channel, among);
        } catch (IOException | RuntimeException e) {
            among.unlock();
            throw e;
        }
    }

    private static void release(FileChannel channel, ReentrantLock among) {
        try {
            channel.close();
        } catch (IOException e) {
            // A lock ends with its channel, whatever else failed.
        } finally {
            among.unlock();
        }
    }

    /** The lock, unless anybody has it; may be given up by another thread. */
    static Optional<Held> tryTake(Path file) throws IOException {
        Path key = key(file);
        if (!HELD.add(key)) {
            return Optional.empty();
        }
        FileChannel channel = open(file);
        if (channel.tryLock() == null) {
            channel.close();
            HELD.remove(key);
            return Optional.empty();
        }
        return Optional.of(() -> release(channel, key));
    }

    private static void release(FileChannel channel, Path key) {
        try {
            channel.close();
        } catch (IOException e) {
            // A lock ends with its channel, whatever else failed.
        } finally {
            HELD.remove(key);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static Path key(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            return Files.createDirectories(directory).toRealPath().resolve(file.getFileName());
        } catch (IOException e) {
            throw Refusal.of(e);
        }
    }
}
