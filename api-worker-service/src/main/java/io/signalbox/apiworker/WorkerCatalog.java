package io.signalbox.apiworker;

import io.signalbox.apiworker.provider.discovery.FoundModels;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.catalog.known.KnownCatalog;
import jakarta.inject.Singleton;

/**
 * The catalog that calls are made by: what this worker found at the providers is in its registry.
 */
@Singleton
public final class WorkerCatalog {

    private final KnownCatalog known;

    WorkerCatalog(ActiveCatalog catalog, FoundModels found) {
        this.known = new KnownCatalog(catalog::current, found::listed);
    }

    /** Never changes while it is held; ask again for each call. */
    public Catalog current() {
        return known.current();
    }
}
