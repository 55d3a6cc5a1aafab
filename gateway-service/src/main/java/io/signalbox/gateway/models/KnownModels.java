package io.signalbox.gateway.models;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.catalog.known.KnownCatalog;
import io.signalbox.messaging.fleet.FleetReader;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The catalog with what workers found at the providers in its registry. */
@Singleton
public final class KnownModels {

    private final KnownCatalog known;

    KnownModels(ActiveCatalog catalog, FleetReader fleet) {
        InstantSource clock = InstantSource.system();
        this.known =
                new KnownCatalog(catalog::current, () -> fleet.fleet().listed(clock.instant()));
    }

    /** Never changes while it is held. */
    public Catalog current() {
        return known.current();
    }
}
