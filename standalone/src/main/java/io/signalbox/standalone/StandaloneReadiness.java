package io.signalbox.standalone;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means warmed. */
@Readiness
@ApplicationScoped
class StandaloneReadiness implements HealthCheck {

    static final String NAME = "standalone";

    private final WarmUp warmUp;

    StandaloneReadiness(WarmUp warmUp) {
        this.warmUp = warmUp;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named(NAME).status(warmUp.isDone()).build();
    }
}
