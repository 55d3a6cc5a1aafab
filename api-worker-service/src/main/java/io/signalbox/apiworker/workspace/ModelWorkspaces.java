package io.signalbox.apiworker.workspace;

import io.quarkus.runtime.StartupEvent;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.WorkerCatalog;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.limits.RateLimits;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.Workspace;
import io.signalbox.workspace.FileText;
import io.signalbox.workspace.GitLimits;
import io.signalbox.workspace.OpenWorkspace;
import io.signalbox.workspace.Opened;
import io.signalbox.workspace.WorkspaceLimits;
import io.signalbox.workspace.WorkspaceOpener;
import io.signalbox.workspace.WorkspaceSettings;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;

/** The workspaces of jobs that models do, one per attempt. Thread-safe. */
@Singleton
public final class ModelWorkspaces {

    private final WorkspaceSettings settings;
    private final WorkspaceOpener opener;
    private final ThreadFactory openers;
    private final InstantSource clock;

    @Inject
    ModelWorkspaces(WorkerCatalog catalog, ApiWorkerConfig config) {
        this(
                new WorkspaceSettings(
                        () -> catalog.current().workspaces(),
                        config.dataDirectory().toAbsolutePath().normalize(),
                        GitLimits.DEFAULT,
                        WorkspaceLimits.DEFAULT,
                        InstantSource.system()),
                Thread.ofVirtual().name("workspace").factory());
    }

    /**
     * @param openers makes the threads that open: they may outlive {@link #begin}
     */
    ModelWorkspaces(WorkspaceSettings settings, ThreadFactory openers) {
        this.openers = openers;
        this.settings = settings;
        this.opener = new WorkspaceOpener(settings);
        this.clock = settings.clock();
    }

    /** Removes what dead workers left. */
    void start(@Observes StartupEvent event) {
        if (Files.isDirectory(settings.dataDirectory())) {
            opener.sweep();
        }
    }

    /**
     * Opens what the job names and reads its files; for a job without a workspace does nothing.
     * Blocks, at most until the job's deadline.
     *
     * @param cancel stops it; whoever calls next may use it again
     * @throws InterruptedException where the worker stops
     */
    public Begun begin(AttemptDispatched order, CallCancel cancel) throws InterruptedException {
        Job job = order.admitted().job();
        Workspace asked = job.workspace();
        if (asked == null || job.embedding() != null) {
            return new Begun.Ready(ModelTask.without(job));
        }
        Duration left = Duration.between(clock.instant(), order.admitted().deadline());
        if (!left.isPositive()) {
            return new Begun.Not(expired());
        }
        Path at = settings.runs().resolve(runId(order));
        Optional<Opened> opened = new Opening(opener, openers).open(asked, at, left, cancel);
        if (opened.isEmpty()) {
            return new Begun.Not(cancel.isCancelled() ? cancelled() : expired());
        }
        return switch (opened.get()) {
            case Opened.Refused refused ->
                    new Begun.Not(failed(refused.errorClass(), refused.reason()));
            case Opened.Ready ready -> read(ready.workspace(), job, order.jobId().value());
        };
    }

    /** Of its own for each run of an attempt: none meets what another left. */
    private static String runId(AttemptDispatched order) {
        return "%s-%d-%s"
                .formatted(
                        order.jobId().value(),
                        order.attemptId().number(),
                        UUID.randomUUID().toString().substring(0, 8));
    }

    private static Begun read(OpenWorkspace workspace, Job job, String jobId) {
        boolean ready = false;
        try {
            List<String> named =
                    job.workspace() == null ? List.of() : job.workspace().contextFiles();
            FileText instruction =
                    job.instructionFile() == null
                            ? new FileText.Text("")
                            : workspace.instruction(job.instructionFile());
            FileText files = workspace.contextFiles(named);
            Begun begun = begun(workspace, job, jobId, instruction, files);
            ready = begun instanceof Begun.Ready;
            return begun;
        } finally {
            if (!ready) {
                ModelTask.end(workspace);
            }
        }
    }

    private static Begun begun(
            OpenWorkspace workspace, Job job, String jobId, FileText instruction, FileText files) {
        if (instruction instanceof FileText.Refused refused) {
            return new Begun.Not(failed(refused.errorClass(), refused.reason()));
        }
        return switch (files) {
            case FileText.Refused refused ->
                    new Begun.Not(failed(refused.errorClass(), refused.reason()));
            case FileText.Text block -> {
                String words = instruction instanceof FileText.Text text ? text.text() : "";
                yield new Begun.Ready(ModelTask.in(workspace, job, words, block.text(), jobId));
            }
        };
    }

    /** Where the job itself is not at fault, this worker will not do better: another may. */
    private static CallOutcome failed(ErrorClass errorClass, String reason) {
        CallOutcome.Failed failed = CallOutcome.Failed.unsent(AttemptError.of(errorClass, reason));
        return errorClass == ErrorClass.INVALID_REQUEST ? failed : failed.notHereAgain();
    }

    private static CallOutcome expired() {
        return CallOutcome.Failed.unsent(
                AttemptError.of(
                        ErrorClass.EXPIRED, "the deadline passed before the workspace was open"));
    }

    private static CallOutcome cancelled() {
        return new CallOutcome.Cancelled(false, null, null, false, 0, null, RateLimits.NONE);
    }
}
