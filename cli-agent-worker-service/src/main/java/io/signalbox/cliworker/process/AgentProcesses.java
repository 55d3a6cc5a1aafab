package io.signalbox.cliworker.process;

import io.signalbox.workspace.Deletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts agents and sees to it that nothing of them outlives its run, nor this worker, however it
 * ends. Thread-safe.
 */
public final class AgentProcesses implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AgentProcesses.class);

    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** From SIGTERM to SIGKILL for what dead workers left. */
    private static final Duration SWEEP_GRACE = Duration.ofSeconds(3);

    private final Path base;
    private final WorkerDirectory directory;
    private final Mark mark;
    private final Map<String, AgentRun> running = new ConcurrentHashMap<>();
    private @Nullable Supervisor supervisor;
    private boolean closed;

    private AgentProcesses(Path base, WorkerDirectory directory) {
        this.base = base;
        this.directory = directory;
        this.mark = Mark.ofWorker(directory);
    }

    /**
     * A worker of its own, with a directory of its own in the given one.
     *
     * @param runsDirectory made if there is none; may be shared by all workers of a machine
     * @throws UncheckedIOException where the directory cannot be used, or no process be started
     */
    public static AgentProcesses start(Path runsDirectory) {
        WorkerDirectory directory = WorkerDirectory.create(runsDirectory);
        AgentProcesses processes = new AgentProcesses(runsDirectory, directory);
        try {
            processes.supervise();
            return processes;
        } catch (UncheckedIOException e) {
            processes.close();
            throw e;
        }
    }

    /**
     * Where a run may keep its HOME, its temporary files, its workspace; not made here. Deleted
     * when this worker stops or has died.
     *
     * @throws IllegalArgumentException where the id is not letters, digits, dots, dashes and
     *     underscores, at most 128, the first a letter or digit
     */
    public Path runDirectory(String runId) {
        if (!RUN_ID.matcher(runId).matches()) {
            throw new IllegalArgumentException("runId is not fit for a directory: " + runId);
        }
        return directory.path().resolve(runId);
    }

    /** Deletes a run's directory, if there is one; what cannot be deleted is logged. */
    public void deleteRunDirectory(String runId) {
        Path path = runDirectory(runId);
        try {
            Deletion.delete(path);
        } catch (IOException e) {
            LOG.warnf("cannot delete the directory of run %s: %s", runId, e.getClass().getName());
        }
    }

    /**
     * Runs an agent. Blocks until its whole process tree has gone, which takes up to the grace
     * longer than the run; an interrupt cancels, and is still set afterwards.
     *
     * @param limits passed up to 1 s late
     * @param runId also the agent's variable SIGNALBOX_RUN; unique among what this worker runs
     * @throws IllegalStateException after {@link #close}, or where a run has that id
     */
    public ProcessEnd run(
            AgentCommand command,
            ProcessLimits limits,
            OutputListener listener,
            RunCancel cancel,
            String runId) {
        Path _ = runDirectory(runId);
        AgentRun run = new AgentRun(command, limits, listener, mark.ofRun(runId));
        enter(runId, run);
        try {
            cancel.onCancel(run::cancel);
            return run.run();
        } finally {
            cancel.onCancel(null);
            leave(runId);
        }
    }

    private synchronized void enter(String runId, AgentRun run) {
        if (closed) {
            throw new IllegalStateException("no run is started once the worker stops: " + runId);
        }
        if (running.putIfAbsent(runId, run) != null) {
            throw new IllegalStateException("there is a run with that id: " + runId);
        }
        supervise();
    }

    private synchronized void leave(String runId) {
        running.remove(runId);
        notifyAll();
    }

    /** Where somebody killed the supervisor, the next run has a new one. */
    private synchronized void supervise() {
        if (ProcTable.isThere() && (supervisor == null || !supervisor.isAlive())) {
            supervisor = Supervisor.of(directory);
        }
    }

    /**
     * Kills what the dead workers of this runs directory have left on this machine, and deletes
     * their directories. A living worker's runs are not touched. To be called at the start.
     *
     * @return how many processes were killed
     */
    public int sweep() {
        int killed = 0;
        for (WorkerDirectory abandoned : WorkerDirectory.abandoned(base)) {
            killed += ProcessTree.leftBy(Mark.ofWorker(abandoned)).end(SWEEP_GRACE);
            try {
                abandoned.delete();
            } catch (IOException e) {
                LOG.warnf(
                        "cannot delete the directory of dead worker %s: %s",
                        abandoned.worker(), e.getClass().getName());
            }
        }
        return killed;
    }

    /**
     * Cancels what runs, waits until it has gone, and deletes this worker's directory. Idempotent.
     */
    @Override
    public void close() {
        Supervisor last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            List.copyOf(running.values()).forEach(AgentRun::cancel);
            awaitRuns();
            last = supervisor;
        }
        end(last);
    }

    private synchronized void awaitRuns() {
        boolean interrupted = false;
        while (!running.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(@Nullable Supervisor last) {
        try {
            directory.delete();
        } catch (IOException e) {
            LOG.warnf("cannot delete %s: %s", directory.path(), e.getClass().getName());
        } finally {
            if (last != null) {
                last.close();
            }
        }
    }
}
