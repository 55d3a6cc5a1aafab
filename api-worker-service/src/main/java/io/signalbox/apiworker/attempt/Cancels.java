package io.signalbox.apiworker.attempt;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.contracts.job.JobId;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.cancel.CancelReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Which jobs are cancelled, and the calls to break off for it. Thread-safe. */
@ApplicationScoped
class Cancels {

    private final OpenCalls calls = new OpenCalls();
    private final CancelReader reader;

    Cancels(KafkaAddress address, ApiWorkerConfig config) {
        this.reader =
                new CancelReader(
                        "api-worker-controls", address, config.rememberedAttempts(), calls::cancel);
    }

    /** A token for one of the job's calls; already cancelled where the job is. */
    CallCancel begin(JobId jobId) {
        CallCancel cancel = calls.begin(jobId);
        if (isCancelled(jobId)) {
            cancel.cancel();
        }
        return cancel;
    }

    /** The call has ended; the job's others stay. */
    void end(JobId jobId, CallCancel cancel) {
        calls.end(jobId, cancel);
    }

    boolean isCancelled(JobId jobId) {
        return reader.contains(jobId);
    }

    /** Whether every cancel that was there at start is known. */
    boolean isReady() {
        return reader.isReady();
    }

    /** Blocks until then; false: it took longer. */
    boolean awaitReady(Duration limit) {
        return reader.awaitReady(limit);
    }

    void start(@Observes StartupEvent event) {
        reader.start();
    }

    void stop(@Observes ShutdownEvent event) {
        reader.close();
    }
}
