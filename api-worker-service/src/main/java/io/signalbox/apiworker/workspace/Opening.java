package io.signalbox.apiworker.workspace;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.contracts.job.Workspace;
import io.signalbox.workspace.Opened;
import io.signalbox.workspace.WorkspaceOpener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens a workspace on a thread of its own: git may take minutes, and neither a cancelled job nor a
 * deadline waits for it. One that comes too late is closed at once.
 */
final class Opening {

    private final WorkspaceOpener opener;
    private final ThreadFactory threads;
    private final CompletableFuture<Opened> opened = new CompletableFuture<>();

    Opening(WorkspaceOpener opener, ThreadFactory threads) {
        this.opener = opener;
        this.threads = threads;
    }

    /**
     * Blocks. For one use.
     *
     * @param limit more than 0
     * @return empty where the job was cancelled or the time is over
     * @throws InterruptedException where the worker stops
     */
    Optional<Opened> open(Workspace asked, Path at, Duration limit, CallCancel cancel)
            throws InterruptedException {
        Thread thread = threads.newThread(() -> run(asked, at));
        thread.start();
        cancel.onCancel(() -> opened.cancel(false));
        try {
            return Optional.of(opened.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a workspace's opening broke", e.getCause());
        } finally {
            cancel.onCancel(null);
            if (opened.cancel(false)) {
                thread.interrupt();
            }
        }
    }

    private void run(Workspace asked, Path at) {
        try {
            Opened result = opener.open(asked, at);
            if (result instanceof Opened.Refused) {
                ModelTask.deleteEmpty(at);
            }
            if (!opened.complete(result) && result instanceof Opened.Ready ready) {
                ModelTask.end(ready.workspace());
            }
        } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
        }
    }
}
