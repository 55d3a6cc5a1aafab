package io.signalbox.catalog.known;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.event.ListedModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The catalog in force, its registry completed by what providers' own lists tell now. Made anew
 * only when either changes; thread-safe.
 */
public final class KnownCatalog {

    private record Made(
            Catalog from, Map<String, Map<String, ListedModel>> listed, Catalog catalog) {

        @SuppressWarnings("ReferenceEquality") // by value it would cost more than it saves
        boolean isOf(Catalog base, Map<String, Map<String, ListedModel>> lists) {
            return from == base && listed == lists;
        }
    }

    private final Supplier<Catalog> catalog;
    private final Supplier<Map<String, Map<String, ListedModel>>> listed;
    private volatile Made made;

    /**
     * @param listed by provider and id; the same object as long as nothing changes
     */
    public KnownCatalog(
            Supplier<Catalog> catalog, Supplier<Map<String, Map<String, ListedModel>>> listed) {
        this.catalog = catalog;
        this.listed = listed;
        this.made = make(catalog.get(), Map.of());
    }

    /** Never changes while it is held; ask again for each job. */
    public Catalog current() {
        Catalog base = catalog.get();
        Map<String, Map<String, ListedModel>> lists = listed.get();
        Made known = made;
        if (!known.isOf(base, lists)) {
            known = make(base, lists);
            made = known;
        }
        return known.catalog();
    }

    private static Made make(Catalog base, Map<String, Map<String, ListedModel>> lists) {
        return new Made(base, lists, lists.isEmpty() ? base : complete(base, lists));
    }

    private static Catalog complete(Catalog base, Map<String, Map<String, ListedModel>> lists) {
        Map<String, Model> models = new LinkedHashMap<>(base.models());
        lists.forEach((name, list) -> {
            Provider provider = base.providers().get(name);
            if (provider != null) {
                list.values().forEach(model -> lay(provider, model, models));
            }
        });
        return base.withModels(models);
    }

    private static void lay(Provider provider, ListedModel listed, Map<String, Model> models) {
        if (provider.hasClosedModelList() && !provider.models().contains(listed.id())) {
            return;
        }
        models.compute(
                provider.name() + "/" + listed.id(),
                (name, known) -> ListedFacts.over(provider, known, listed));
    }
}
