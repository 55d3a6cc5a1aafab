package io.signalbox.cliworker.run;

import io.signalbox.cliworker.process.OutputListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Reads what the agent prints as it comes, and tells its steps. Used by the run's thread. */
final class RunWatcher implements OutputListener {

    private final OneRun run;
    private final RunWrites writes;
    private final InstantSource clock;
    private final Instant began;
    private @Nullable Duration toFirst;

    RunWatcher(OneRun run, RunWrites writes, InstantSource clock) {
        this.run = run;
        this.writes = writes;
        this.clock = clock;
        this.began = clock.instant();
    }

    @Override
    public boolean line(String line) {
        if (toFirst == null) {
            toFirst = Duration.between(began, clock.instant());
        }
        run.reader().line(line).forEach(writes::step);
        return run.reader().isFinished() && !run.agent().output().finalLine().isEmpty();
    }

    /** From the start to the first line; null where there was none. */
    @Nullable Long toFirstMs() {
        return toFirst == null ? null : toFirst.toMillis();
    }

    long sinceStartMs() {
        return Duration.between(began, clock.instant()).toMillis();
    }
}
