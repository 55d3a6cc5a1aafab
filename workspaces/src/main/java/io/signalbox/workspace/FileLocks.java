package io.signalbox.workspace;

import io.signalbox.contracts.attempt.ErrorClass;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Locks among threads and among processes, by an empty file. A process that is killed gives up its
 * locks: the operating system sees to it. Any thread; one may give up what another has taken.
 */
final class FileLocks {

    /** Of all of this process: the operating system's locks do not part its threads. */
    private static final ConcurrentHashMap<Path, Semaphore> WITHIN = new ConcurrentHashMap<>();

    private FileLocks() {}

    /** A lock that is held; closing gives it up. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for the lock.
     *
     * @throws Refusal CANCELLED where the thread is interrupted
     */
    static Held take(Path file) throws IOException {
        Path key = key(file);
        Semaphore within = WITHIN.computeIfAbsent(key, any -> new Semaphore(1));
        try {
            within.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(ErrorClass.CANCELLED, "interrupted while waiting for a lock");
        }
        FileChannel channel = null;
        try {
            channel = open(key);
            channel.lock();
            return held(channel, within::release);
        } catch (IOException | RuntimeException e) {
            held(channel, within::release).close();
            throw e;
        }
    }

    /** The lock, unless anybody has it. */
    static Optional<Held> tryTake(Path file) throws IOException {
        Path key = key(file);
        Semaphore within = WITHIN.computeIfAbsent(key, any -> new Semaphore(1));
        if (!within.tryAcquire()) {
            return Optional.empty();
        }
        Held held = held(null, () -> forget(key, within));
        try {
            FileChannel channel = open(key);
            held = held(channel, () -> forget(key, within));
            FileLock lock = channel.tryLock();
            if (lock != null && Files.exists(key)) {
                return Optional.of(held);
            }
            if (lock != null) {
                // Its last holder removed it: somebody else may have made and locked a new one.
                held.close();
                return tryTake(file);
            }
        } catch (OverlappingFileLockException e) {
            // A thread that had asked before the last holder was done.
        } catch (IOException e) {
            held.close();
            throw e;
        }
        held.close();
        return Optional.empty();
    }

    /** Runs come without end, their locks must not stay. */
    private static void forget(Path key, Semaphore within) {
        WITHIN.remove(key, within);
        within.release();
    }

    private static Held held(@Nullable FileChannel channel, Runnable within) {
        return () -> {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                // A lock ends with its channel, whatever else failed.
            } finally {
                within.run();
            }
        };
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static Path key(Path file) throws IOException {
        Path directory = file.toAbsolutePath().normalize().getParent();
        return Files.createDirectories(directory).toRealPath().resolve(file.getFileName());
    }
}
