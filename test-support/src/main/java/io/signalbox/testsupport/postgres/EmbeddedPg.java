package io.signalbox.testsupport.postgres;

import io.signalbox.testsupport.DirectoryInUseException;
import io.signalbox.testsupport.DirectoryLock;
import io.signalbox.testsupport.PortInUseException;
import io.signalbox.testsupport.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL server on loopback that lives as long as this object, and never longer than this
 * JVM: even when the JVM is killed a supervisor stops it. A server that was left all the same is
 * stopped by the next start in its directory. Thread-safe. The first start ever unpacks the
 * programs and takes seconds, a start with data a fraction of one.
 */
public final class EmbeddedPg implements AutoCloseable {

    private static final String DATABASE = "postgres";
    private static final long READY_SECONDS = 60;
    private static final long STOP_SECONDS = 25;

    /** A port found free may be lost to somebody else before the server binds it. */
    private static final int START_ATTEMPTS = 3;

    private final Process server;
    private final Supervisor supervisor;
    private final DirectoryLock lock;
    private final int port;
    private final String password;

    private EmbeddedPg(
            Process server, Supervisor supervisor, DirectoryLock lock, int port, String password) {
        this.server = server;
        this.supervisor = supervisor;
        this.lock = lock;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts and returns when clients can connect.
     *
     * @throws PortInUseException if the given port is taken
     * @throws DirectoryInUseException if a live JVM uses the data directory
     */
    public static EmbeddedPg start(PgSettings settings) {
        DirectoryLock lock = DirectoryLock.acquire(settings.dataDirectory());
        try {
            LeftoverPostmaster.stop(settings.clusterDirectory());
            Ports.wanted(settings.port());
            Path programs = PgBinaries.unpacked().resolve("bin");
            String password = new PgCluster(settings, programs).ensure();
            return start(settings, programs, lock, password);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPg start(
            PgSettings settings, Path programs, DirectoryLock lock, String password) {
        for (int attempt = 1; ; attempt++) {
            int port = Ports.wanted(settings.port());
            Process server = launch(settings, programs, port);
            Supervisor supervisor = Supervisor.of(server);
            EmbeddedPg pg = new EmbeddedPg(server, supervisor, lock, port, password);
            try {
                pg.awaitReady();
                supervisor.dismissWithServer();
                return pg;
            } catch (RuntimeException e) {
                pg.stop();
                if (attempt == START_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Process launch(PgSettings settings, Path programs, int port) {
        try {
            Process process =
                    PgCommand.postgres(ServerCommand.of(settings, programs, port)).start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL", e);
        }
    }

    private void awaitReady() {
        try {
            ServerLog.of(server).ready().get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "PostgreSQL was not ready after " + READY_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting PostgreSQL", e);
        }
    }

    /** {@code jdbc:postgresql://127.0.0.1:<port>/postgres}, without user and password. */
    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** {@code postgresql://127.0.0.1:<port>/postgres}, without user and password. */
    public String reactiveUrl() {
        return "postgresql://" + Ports.LOOPBACK + ":" + port + "/" + DATABASE;
    }

    public int port() {
        return port;
    }

    /** May do everything. */
    public String user() {
        return PgCluster.USER;
    }

    /** Random, made with the cluster, kept with it. */
    public String password() {
        return password;
    }

    /** Disconnects everybody and returns when the server has ended. Closing twice does nothing. */
    @Override
    public void close() {
        try {
            stop();
        } finally {
            lock.close();
        }
    }

    private void stop() {
        supervisor.stopServer();
        try {
            if (!server.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For tests: the server's process. */
    long serverPid() {
        return server.pid();
    }
}
