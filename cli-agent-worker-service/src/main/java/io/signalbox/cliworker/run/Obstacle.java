package io.signalbox.cliworker.run;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Enablement;
import io.signalbox.contracts.event.AttemptDispatched;
import java.util.Optional;

/**
 * Why an agent must not be started by the catalog of this moment. Its order may have waited for
 * long, and what is switched off or offline since then gets no prompt any more.
 */
final class Obstacle {

    private Obstacle() {}

    /** Empty where nothing is in the way. */
    static Optional<String> of(Catalog current, AttemptDispatched order) {
        Agent agent = current.agents().get(String.valueOf(order.candidate().agent()));
        if (agent == null) {
            return Optional.of("this worker's catalog has no " + order.candidate().name());
        }
        if (agent.enabled() == Enablement.OFF) {
            return Optional.of(order.candidate().name() + " is switched off in the catalog");
        }
        boolean offline =
                current.offline()
                        || Boolean.TRUE.equals(order.admitted().job().routing().offline());
        return !agent.local() && offline
                ? Optional.of(
                        order.candidate().name()
                                + " asks a model elsewhere, and the job is offline")
                : Optional.empty();
    }
}
