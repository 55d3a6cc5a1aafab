package io.signalbox.cliworker.run;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run cost: what the agent tells, else its tokens at the registry's price of its model, 0
 * where the entry says that it is free. Pure.
 */
final class RunCost {

    private RunCost() {}

    /** Null where nobody knows. */
    static @Nullable Usd of(
            Agent agent,
            Catalog catalog,
            @Nullable String model,
            @Nullable Usage usage,
            @Nullable Usd told) {
        if (told != null) {
            return told;
        }
        if (agent.free()) {
            return usage == null ? null : Usd.ZERO;
        }
        Price price = model == null || usage == null ? null : price(catalog, model);
        return price == null || usage == null ? null : price.cost(usage);
    }

    /** By the full name, else by an id that has one price wherever it is served. */
    private static @Nullable Price price(Catalog catalog, String model) {
        Model named = catalog.models().get(model);
        if (named != null) {
            return named.price();
        }
        List<Price> prices =
                catalog.models().values().stream()
                        .filter(each -> each.id().equals(model))
                        .map(Model::price)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        return prices.size() == 1 ? prices.getFirst() : null;
    }
}
