package io.signalbox.benchmarks.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process with its descendants. */
final class ProcessTree {

    private ProcessTree() {}

    static List<ProcessHandle> of(ProcessHandle top) {
        return Stream.concat(Stream.of(top), top.descendants()).toList();
    }

    /** Waits until all have ended, or the limit is over. */
    static void awaitEnd(List<ProcessHandle> tree, Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        for (ProcessHandle handle : tree) {
            try {
                handle.onExit().get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException("cannot wait for " + handle, e);
            }
        }
    }
}
