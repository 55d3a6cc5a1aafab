package io.signalbox.messaging.topics;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while a topic is missing or wrong; says which. */
@Readiness
@ApplicationScoped
class TopicReadiness implements HealthCheck {

    private final TopicCheck check;

    TopicReadiness(TopicCheck check) {
        this.check = check;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("topics").status(check.isDone());
        return check.isDone()
                ? response.build()
                : response.withData("finding", check.finding()).build();
    }
}
