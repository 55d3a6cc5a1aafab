package io.signalbox.cliworker.run;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.cliworker.process.RunCancel;
import io.signalbox.contracts.job.JobId;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.cancel.CancelReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which jobs are cancelled, and the runs to break off for it. Thread-safe. */
@ApplicationScoped
public class OpenRuns {

    private final ConcurrentMap<JobId, Set<RunCancel>> byJob = new ConcurrentHashMap<>();
    private final CancelReader reader;

    OpenRuns(KafkaAddress address, CliWorkerConfig config) {
        this.reader =
                new CancelReader(
                        "cli-worker-controls", address, config.rememberedCancels(), this::cancel);
    }

    /** A run of the job begins; it is cancelled at once where the job is. */
    void begin(JobId jobId, RunCancel cancel) {
        byJob.computeIfAbsent(jobId, _ -> ConcurrentHashMap.newKeySet()).add(cancel);
        if (isCancelled(jobId)) {
            cancel.cancel();
        }
    }

    /** The run has ended; the job's others stay. */
    void end(JobId jobId, RunCancel cancel) {
        byJob.computeIfPresent(
                jobId, (_, runs) -> runs.remove(cancel) && runs.isEmpty() ? null : runs);
    }

    boolean isCancelled(JobId jobId) {
        return reader.contains(jobId);
    }

    /** Whether every cancel that was there at start is known. */
    public boolean isReady() {
        return reader.isReady();
    }

    /** Blocks until then; false: it took longer. */
    public boolean awaitReady(Duration limit) {
        return reader.awaitReady(limit);
    }

    private void cancel(JobId jobId) {
        byJob.getOrDefault(jobId, Set.of()).forEach(RunCancel::cancel);
    }

    void start(@Observes StartupEvent event) {
        reader.start();
    }

    void stop(@Observes ShutdownEvent event) {
        reader.close();
    }
}
