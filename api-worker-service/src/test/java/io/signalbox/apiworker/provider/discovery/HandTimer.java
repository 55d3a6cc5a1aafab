package io.signalbox.apiworker.provider.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Time passes when a test says so. For one thread. */
final class HandTimer extends ScheduledThreadPoolExecutor {

    private record Waiting(Runnable command, ScheduledFuture<?> never) {}

    private final List<Waiting> waiting = new ArrayList<>();

    HandTimer() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        ScheduledFuture<?> never = super.schedule(() -> {}, 1, TimeUnit.DAYS);
        waiting.add(new Waiting(command, never));
        return never;
    }

    /** All that waits now runs, whatever its delay; what it schedules waits. */
    void pass() {
        List<Waiting> due = List.copyOf(waiting);
        waiting.clear();
        due.stream().filter(it -> !it.never().isCancelled()).forEach(it -> it.command().run());
    }
}
