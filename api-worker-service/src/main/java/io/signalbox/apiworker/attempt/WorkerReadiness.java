package io.signalbox.apiworker.attempt;

import io.signalbox.apiworker.provider.ProviderReporter;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when its providers are reported and every channel has had its partitions. */
@Readiness
@ApplicationScoped
class WorkerReadiness implements HealthCheck {

    private final ProviderReporter reporter;
    private final Cancels cancels;
    private final InteractiveReplay interactive;
    private final BatchReplay batch;

    WorkerReadiness(
            ProviderReporter reporter,
            Cancels cancels,
            @Identifier("api-worker-attempts") InteractiveReplay interactive,
            @Identifier("api-worker-batch") BatchReplay batch) {
        this.reporter = reporter;
        this.cancels = cancels;
        this.interactive = interactive;
        this.batch = batch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("api-worker")
                .status(
                        reporter.hasReported()
                                && cancels.isReady()
                                && interactive.isAssigned()
                                && batch.isAssigned())
                .withData("providers", reporter.hasReported())
                .withData("controls", cancels.isReady())
                .withData("attempts", interactive.isAssigned())
                .withData("batch", batch.isAssigned())
                .build();
    }
}
