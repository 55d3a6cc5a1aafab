package io.signalbox.cliworker.fleet;

import io.signalbox.cliworker.run.OpenRuns;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every agent has been looked for and the cancels are known. */
@Readiness
@ApplicationScoped
class CliWorkerReadiness implements HealthCheck {

    private final AgentFleet fleet;
    private final OpenRuns runs;

    CliWorkerReadiness(AgentFleet fleet, OpenRuns runs) {
        this.fleet = fleet;
        this.runs = runs;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("cli-worker")
                .status(fleet.hasLooked() && runs.isReady())
                .withData("agents", fleet.hasLooked())
                .withData("controls", runs.isReady())
                .build();
    }
}
