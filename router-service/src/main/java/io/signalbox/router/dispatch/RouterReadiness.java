package io.signalbox.router.dispatch;

import io.signalbox.messaging.fleet.FleetReader;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the fleet is known and every channel has had its partitions. */
@Readiness
@ApplicationScoped
class RouterReadiness implements HealthCheck {

    private final FleetReader fleet;
    private final AdmittedReplay admitted;
    private final ReroutesReplay reroutes;

    RouterReadiness(
            FleetReader fleet,
            @Identifier("router-admitted") AdmittedReplay admitted,
            @Identifier("router-reroutes") ReroutesReplay reroutes) {
        this.fleet = fleet;
        this.admitted = admitted;
        this.reroutes = reroutes;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("router")
                .status(fleet.isReady() && admitted.isAssigned() && reroutes.isAssigned())
                .withData("fleet", fleet.isReady())
                .withData("admitted", admitted.isAssigned())
                .withData("reroutes", reroutes.isAssigned())
                .build();
    }
}
