package io.signalbox.cliworker.process;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By what a process is known as one of a worker's, or of one of its runs, wherever it has gone:
 * variables are inherited. Programs that give a tool a clean environment still tell it its HOME.
 *
 * @param worker unique among all workers that ever ran
 * @param directory the worker's own
 * @param run null: any run of this worker
 */
record Mark(String worker, Path directory, @Nullable String run) {

    static final String RUN = "SIGNALBOX_RUN";
    static final String WORKER = "SIGNALBOX_WORKER";

    static Mark ofWorker(WorkerDirectory worker) {
        return new Mark(worker.worker(), worker.path(), null);
    }

    Mark ofRun(String runId) {
        return new Mark(worker, directory, runId);
    }

    /** What the environment of a run has of it. */
    Map<String, String> variables() {
        return run == null ? Map.of(WORKER, worker) : Map.of(WORKER, worker, RUN, run);
    }

    /**
     * @param environ as in {@code /proc/<pid>/environ}: entries that end with NUL
     */
    boolean isOn(String environ) {
        String entries = "\0" + environ + "\0";
        return hasVariables(entries) || hasHome(entries);
    }

    private boolean hasVariables(String entries) {
        return entries.contains("\0" + WORKER + "=" + worker + "\0")
                && (run == null || entries.contains("\0" + RUN + "=" + run + "\0"));
    }

    private boolean hasHome(String entries) {
        String home = "\0HOME=" + (run == null ? directory : directory.resolve(run));
        return entries.contains(home + "/") || entries.contains(home + "\0");
    }
}
