package io.signalbox.cliworker.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The threads around one process. They are platform threads: reading a pipe holds its carrier, and
 * bubblewrap's {@code --die-with-parent} means the very thread that started it.
 */
final class AgentThreads {

    private static final int BUFFER = 64 * 1024;

    /** Takes what was read. */
    @FunctionalInterface
    interface Sink {

        void write(byte[] bytes, int count);
    }

    /**
     * @param pipes see {@link ProcTable#pipes}; none where it ended before they could be read
     */
    record Started(Process process, Set<String> pipes) {}

    private AgentThreads() {}

    /**
     * Starts the process on a thread that stays until it ends.
     *
     * @param onExit called on that thread
     */
    static Started start(String name, ProcessBuilder builder, Runnable onExit) throws IOException {
        CompletableFuture<Started> started = new CompletableFuture<>();
        var _ = thread(name, () -> startAndWait(builder, started, onExit));
        try {
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void startAndWait(
            ProcessBuilder builder, CompletableFuture<Started> started, Runnable onExit) {
        try {
            Process process = builder.start();
            started.complete(new Started(process, ProcTable.pipes(process.pid())));
            process.waitFor();
            onExit.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // Errors too, such as no thread to be had: whoever waits for the start must hear of it.
            if (!started.completeExceptionally(e)) {
                throw new IllegalStateException("the thread that waits for a process broke", e);
            }
        }
    }

    /** Reads the stream to its end, whatever becomes of what was read. */
    static Thread drain(String name, InputStream stream, Sink sink, Runnable onEnd) {
        return thread(
                name,
                () -> {
                    byte[] buffer = new byte[BUFFER];
                    try (stream) {
                        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                            sink.write(buffer, n);
                        }
                    } catch (IOException e) {
                        // As good as its end.
                    }
                    onEnd.run();
                });
    }

    /** Writes all of it; an agent that does not read it to its end is free to. */
    static Thread feed(String name, OutputStream stream, String text) {
        return thread(
                name,
                () -> {
                    try (stream) {
                        stream.write(text.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        // It closed its end.
                    }
                });
    }

    /** Whether the thread ends within the limit; waits also where the caller is interrupted. */
    static boolean join(Thread thread, Duration limit) {
        boolean interrupted = Thread.interrupted();
        long until = System.nanoTime() + limit.toNanos();
        boolean ended = false;
        while (!ended && System.nanoTime() - until < 0) {
            try {
                ended = thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }

    private static Thread thread(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).start(task);
    }
}
