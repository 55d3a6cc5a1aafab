package io.signalbox.gateway;

import io.signalbox.gateway.reply.ReplyReader;
import io.signalbox.messaging.fleet.FleetReader;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when no end can be missed and the fleet is known. Never depends on Postgres. */
@Readiness
@ApplicationScoped
public class GatewayReadiness implements HealthCheck {

    private final ReplyReader replies;
    private final FleetReader fleet;

    GatewayReadiness(ReplyReader replies, FleetReader fleet) {
        this.replies = replies;
        this.fleet = fleet;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("gateway")
                .status(replies.isReady() && fleet.isReady())
                .withData("replies", replies.isReady())
                .withData("fleet", fleet.isReady())
                .build();
    }
}
