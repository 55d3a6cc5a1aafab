package io.signalbox.catalog.active;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogException;
import io.signalbox.catalog.load.CatalogLoader;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Holds the catalog in force; one per process. Thread-safe. */
@Singleton
public final class ActiveCatalog {

    private final Catalog catalog;

    /**
     * @param path {@code signalbox.catalog} (environment: {@code SIGNALBOX_CATALOG}); absent: found
     *     as {@link CatalogLoader#locate} says
     * @throws CatalogException with every problem there is
     */
    @Inject
    public ActiveCatalog(@ConfigProperty(name = "signalbox.catalog") Optional<String> path) {
        this(new CatalogLoader(CatalogEnvironment.system()).loadLocated(path.orElse(null)));
    }

    public ActiveCatalog(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Never changes while it is held; ask again for each job. */
    public Catalog current() {
        return catalog;
    }
}
