package io.signalbox.catalog.active;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.catalog.Catalog;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code signalbox_catalog_*}: which version this process follows, and how its edits went. */
@Singleton
final class CatalogMeters {

    private final ActiveCatalog catalog;
    private final MultiGauge active;

    CatalogMeters(ActiveCatalog catalog, MeterRegistry registry) {
        this.catalog = catalog;
        FunctionCounter.builder("signalbox.catalog.reloads", catalog, ActiveCatalog::reloads)
                .description("Catalogs that came into force since the start")
                .register(registry);
        FunctionCounter.builder("signalbox.catalog.refusals", catalog, ActiveCatalog::refusals)
                .description("Edits that were refused since the start")
                .register(registry);
        Gauge.builder(
                        "signalbox.catalog.refused",
                        catalog,
                        followed -> followed.state().refusal() == null ? 0 : 1)
                .description("1 while the files hold what was refused")
                .register(registry);
        this.active =
                MultiGauge.builder("signalbox.catalog.active")
                        .description("1 for the version in force")
                        .register(registry);
    }

    void start(@Observes StartupEvent event) {
        catalog.follow(this::show);
        show(catalog.current());
    }

    private void show(Catalog fresh) {
        active.register(List.of(MultiGauge.Row.of(Tags.of("version", fresh.version()), 1)), true);
    }
}
