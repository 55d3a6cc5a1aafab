package io.signalbox.apiworker.provider.discovery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** When the next turn of each name is: it has one at most. Thread-safe. */
final class Turns {

    private final ScheduledExecutorService timer;
    private final Executor threads;
    private final Map<String, Future<?>> next = new ConcurrentHashMap<>();

    /** Each turn on a virtual thread of that name. */
    Turns(String threadName) {
        this(timer(threadName + "-timer"), turn -> Thread.ofVirtual().name(threadName).start(turn));
    }

    Turns(ScheduledExecutorService timer, Executor threads) {
        this.timer = timer;
        this.threads = threads;
    }

    private static ScheduledThreadPoolExecutor timer(String threadName) {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(threadName).factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** In place of the turn that it had. */
    void next(String name, Duration pause, Runnable turn) {
        next.compute(
                name,
                (_, before) -> {
                    if (before != null) {
                        before.cancel(false);
                    }
                    return timer.schedule(
                            () -> threads.execute(turn), pause.toMillis(), TimeUnit.MILLISECONDS);
                });
    }

    /** Whether it has one that has not ended. */
    boolean has(String name) {
        return next.containsKey(name);
    }

    /** It has none any more: it has come, or is not to come. */
    void end(String name) {
        Future<?> ended = next.remove(name);
        if (ended != null) {
            ended.cancel(false);
        }
    }

    /** For good. */
    void stop() {
        timer.shutdownNow();
    }
}
