package io.signalbox.router.dispatch;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.job.JobId;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.cancel.CancelReader;
import io.signalbox.router.RouterConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Jobs whose end is written already, so that one that waits is dropped when it comes up.
 * Thread-safe.
 */
@ApplicationScoped
class CancelledJobs {

    private final CancelReader reader;

    CancelledJobs(KafkaAddress address, RouterConfig config) {
        this.reader =
                new CancelReader(
                        "router-controls", address, config.rememberedDecisions(), ignored -> {});
    }

    boolean contains(JobId jobId) {
        return reader.contains(jobId);
    }

    void start(@Observes StartupEvent event) {
        reader.start();
    }

    void stop(@Observes ShutdownEvent event) {
        reader.close();
    }
}
