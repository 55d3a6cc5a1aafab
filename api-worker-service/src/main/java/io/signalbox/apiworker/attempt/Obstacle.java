package io.signalbox.apiworker.attempt;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.event.AttemptDispatched;
import java.util.Optional;

/**
 * Why an order must not be fulfilled by the catalog of this moment. It may have waited for long,
 * and what is switched off or offline since then gets no prompt any more.
 */
final class Obstacle {

    private Obstacle() {}

    /** Empty where nothing is in the way. */
    static Optional<String> of(Catalog current, AttemptDispatched order) {
        String name = order.candidate().provider();
        Provider provider = name == null ? null : current.providers().get(name);
        if (provider == null) {
            return Optional.of("this worker's catalog has no provider for " + order.candidate());
        }
        if (provider.enabled() == Enablement.OFF) {
            return Optional.of(name + " is switched off in the catalog");
        }
        return !provider.local() && isOffline(current, order)
                ? Optional.of(name + " leaves this machine, and the job is offline")
                : Optional.empty();
    }

    private static boolean isOffline(Catalog current, AttemptDispatched order) {
        return current.offline() || Boolean.TRUE.equals(order.admitted().job().routing().offline());
    }
}
