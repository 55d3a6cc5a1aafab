package io.signalbox.cliworker.run;

import io.quarkus.runtime.ShutdownEvent;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.cliworker.command.AgentHost;
import io.signalbox.cliworker.process.AgentProcesses;
import io.signalbox.cliworker.process.SandboxSearch;
import io.signalbox.workspace.GitLimits;
import io.signalbox.workspace.WorkspaceLimits;
import io.signalbox.workspace.WorkspaceOpener;
import io.signalbox.workspace.WorkspaceSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What runs need of this machine: processes, workspaces, sessions, turns. Thread-safe. */
@Singleton
public final class Machine {

    private static final Logger LOG = Logger.getLogger(Machine.class);

    private final Path data;
    private final AgentHost host = AgentHost.current();
    private final WorkspaceSettings workspaceSettings;
    private final WorkspaceOpener workspaces;
    private final Sessions sessions;
    private final Turns turns;
    private final DayCount dayCount;
    private final Duration sessionsFor;
    private @Nullable AgentProcesses processes;
    private volatile @Nullable SandboxSearch sandbox;

    Machine(ActiveCatalog catalog, CliWorkerConfig config) {
        InstantSource clock = InstantSource.system();
        this.data = config.dataDirectory().toAbsolutePath().normalize();
        this.workspaceSettings =
                new WorkspaceSettings(
                        () -> catalog.current().workspaces(),
                        data,
                        GitLimits.DEFAULT,
                        WorkspaceLimits.DEFAULT,
                        clock);
        this.workspaces = new WorkspaceOpener(workspaceSettings);
        this.sessions = new Sessions(data, workspaceSettings.sessions(), clock);
        this.dayCount = new DayCount(data, clock);
        this.turns = new Turns(new Pace(clock, RandomGenerator.getDefault()), dayCount, clock);
        this.sessionsFor = config.sessionsFor();
    }

    /**
     * Begins a worker of this machine, and removes what dead ones left. Blocks; may be called again
     * after a failure.
     */
    public synchronized void open() {
        makeOwn(data);
        if (processes == null) {
            processes = AgentProcesses.start(data.resolve("workers"));
        }
        int killed = processes().sweep();
        if (killed > 0) {
            LOG.infof("ended %d processes that a dead worker had left", killed);
        }
        workspaces.sweep();
        sessions.prune(sessionsFor);
    }

    /** Agents write prompts and answers there, and their sign-ins are copied: nobody else reads. */
    private static void makeOwn(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                Files.setPosixFilePermissions(
                        directory, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
    }

    public AgentHost host() {
        return host;
    }

    public DayCount dayCount() {
        return dayCount;
    }

    WorkspaceOpener workspaces() {
        return workspaces;
    }

    /** Where a run's workspace is. */
    Path workspace(String runId) {
        return workspaceSettings.runs().resolve(runId);
    }

    Sessions sessions() {
        return sessions;
    }

    Turns turns() {
        return turns;
    }

    synchronized AgentProcesses processes() {
        if (processes == null) {
            throw new IllegalStateException("the worker has not begun");
        }
        return processes;
    }

    /** Looked for until it is found; blocks for up to 10 s. */
    public SandboxSearch sandbox() {
        SandboxSearch found = sandbox;
        if (!(found instanceof SandboxSearch.Found)) {
            found = SandboxSearch.in(host.searchPath());
            sandbox = found;
        }
        return found;
    }

    /** After the slots have ended. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER + 100) ShutdownEvent event) {
        AgentProcesses open;
        synchronized (this) {
            open = processes;
        }
        if (open != null) {
            open.close();
        }
    }
}
