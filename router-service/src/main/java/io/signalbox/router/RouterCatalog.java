package io.signalbox.router;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.catalog.known.KnownCatalog;
import io.signalbox.messaging.fleet.FleetReader;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The catalog that jobs are planned by: what workers found at the providers is in its registry. */
@Singleton
public final class RouterCatalog {

    private final KnownCatalog known;

    RouterCatalog(ActiveCatalog catalog, FleetReader fleet) {
        InstantSource clock = InstantSource.system();
        this.known =
                new KnownCatalog(catalog::current, () -> fleet.fleet().listed(clock.instant()));
    }

    /** Never changes while it is held; ask again for each job. */
    public Catalog current() {
        return known.current();
    }
}
