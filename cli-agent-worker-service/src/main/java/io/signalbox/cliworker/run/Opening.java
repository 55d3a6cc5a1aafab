package io.signalbox.cliworker.run;

import io.signalbox.cliworker.process.RunCancel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Something that is made ready for a run and may take long: a repository whose server is away, a
 * lock that another run holds. Interrupted once nobody needs it any more.
 */
final class Opening {

    private Opening() {}

    /**
     * Makes it on a thread of its own. Returns once that has ended, interrupted or not: whoever
     * asked looks at the clock and at the cancel.
     *
     * @param limit interrupted after that
     * @param cancel interrupted by this too
     */
    static <T> T await(String name, Callable<T> making, Duration limit, RunCancel cancel) {
        FutureTask<T> task = new FutureTask<>(making);
        Thread thread = Thread.ofPlatform().daemon().name(name).start(task);
        cancel.onCancel(thread::interrupt);
        try {
            return within(task, thread, limit);
        } finally {
            cancel.onCancel(null);
        }
    }

    private static <T> T within(FutureTask<T> task, Thread thread, Duration limit) {
        boolean interrupted = false;
        long left = Math.max(1, limit.toNanos());
        try {
            while (true) {
                try {
                    return task.get(left, TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    thread.interrupt();
                    left = Long.MAX_VALUE;
                } catch (InterruptedException e) {
                    interrupted = true;
                    thread.interrupt();
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("it failed otherwise than it may", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
