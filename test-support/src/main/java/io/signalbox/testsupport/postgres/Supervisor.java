package io.signalbox.testsupport.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A tiny shell that outlives this JVM just long enough to stop the server. It reads a pipe from us
 * that closes when we ask for the stop and also when we die, however we die.
 */
final class Supervisor {

    /** $1 is the server. Fast shutdown, after ten seconds an immediate one, then it gives up. */
    private static final String SCRIPT =
            """
            trap '' INT HUP TERM
            read -r _
            kill -INT "$1" 2>/dev/null || exit 0
            n=0
            while kill -0 "$1" 2>/dev/null; do
              n=$((n + 1))
              [ "$n" -eq 200 ] && kill -QUIT "$1" 2>/dev/null
              [ "$n" -ge 400 ] && exit 1
              sleep 0.05
            done
            """;

    private final Process server;
    private final Process shell;

    private Supervisor(Process server, Process shell) {
        this.server = server;
        this.shell = shell;
    }

    static Supervisor of(Process server) {
        List<String> command =
                List.of("sh", "-c", SCRIPT, "signalbox-pg", Long.toString(server.pid()));
        try {
            Process shell =
                    PgCommand.plain(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return new Supervisor(server, shell);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the supervisor of PostgreSQL", e);
        }
    }

    /** The server is about to end; returns at once. */
    void stopServer() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reach the supervisor of PostgreSQL", e);
        }
    }

    /** Should the server end by itself: its number may soon be somebody else's. */
    void dismissWithServer() {
        var _ = server.onExit().thenRun(shell::destroyForcibly);
    }
}
