package io.signalbox.testsupport.agents;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One installation at a time, in this JVM and among processes. The operating system gives it back
 * when a process dies.
 */
final class InstallLock implements AutoCloseable {

    /** A file's lock belongs to the JVM, which may not ask twice for one. */
    private static final ReentrantLock HERE = new ReentrantLock();

    private final FileChannel channel;

    private InstallLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits as long as others install. */
    static InstallLock take(Path cache) throws IOException {
        HERE.lock();
        try {
            FileChannel channel =
                    FileChannel.open(
                            cache.resolve(".installing"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            return locked(channel);
        } catch (IOException | RuntimeException e) {
            HERE.unlock();
            throw e;
        }
    }

    private static InstallLock locked(FileChannel channel) throws IOException {
        try {
            channel.lock();
            return new InstallLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HERE.unlock();
        }
    }
}
