package io.signalbox.router.dispatch;

import io.signalbox.messaging.fleet.FleetReader;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the fleet is known and every consumer has had its partitions. */
@Readiness
@ApplicationScoped
class RouterReadiness implements HealthCheck {

    private final FleetReader fleet;
    private final AdmittedReplay admitted;
    private final ReroutesReplay reroutes;
    private final WaitingTopics waiting;

    RouterReadiness(
            FleetReader fleet,
            @Identifier("router-admitted") AdmittedReplay admitted,
            @Identifier("router-reroutes") ReroutesReplay reroutes,
            WaitingTopics waiting) {
        this.fleet = fleet;
        this.admitted = admitted;
        this.reroutes = reroutes;
        this.waiting = waiting;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("router")
                .status(
                        fleet.isReady()
                                && admitted.isAssigned()
                                && reroutes.isAssigned()
                                && waiting.isAssigned())
                .withData("fleet", fleet.isReady())
                .withData("admitted", admitted.isAssigned())
                .withData("reroutes", reroutes.isAssigned())
                .withData("waiting", waiting.isAssigned())
                .build();
    }
}
