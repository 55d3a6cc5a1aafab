package io.signalbox.testsupport.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Reads what a server says: tells when it is ready and keeps the last lines for an error. */
final class ServerLog {

    private static final System.Logger LOG = System.getLogger(ServerLog.class.getName());
    private static final String READY = "database system is ready to accept connections";
    private static final int KEPT_LINES = 20;

    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Deque<String> lastLines = new ArrayDeque<>();

    /** Reads until the server ends. */
    static ServerLog of(Process server) {
        ServerLog log = new ServerLog();
        Thread.ofPlatform().daemon().name("embedded-pg-log").start(() -> log.readAll(server));
        return log;
    }

    /** Fails with the server's last words where it ends before it is ready. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    private void readAll(Process server) {
        try (BufferedReader reader = server.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                keep(line);
                if (line.contains(READY)) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            keep(String.valueOf(e.getMessage()));
        }
        ready.completeExceptionally(
                new IllegalStateException(
                        "PostgreSQL ended before it was ready: " + String.join("; ", lastLines)));
    }

    private void keep(String line) {
        LOG.log(System.Logger.Level.DEBUG, line);
        if (lastLines.size() == KEPT_LINES) {
            lastLines.removeFirst();
        }
        lastLines.addLast(line);
    }
}
