package io.signalbox.catalog.known;

import io.signalbox.catalog.Model;
import io.signalbox.catalog.Model.Fact;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.ListedModel;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lays what a provider's list tells of a model over what the registry knows. The operator's own
 * file wins; then the list, which is of today; then the shipped registry. What the list leaves open
 * stays as it was.
 */
final class ListedFacts {

    private final Provider provider;
    private final Model known;
    private final ListedModel listed;

    private ListedFacts(Provider provider, Model known, ListedModel listed) {
        this.provider = provider;
        this.known = known;
        this.listed = listed;
    }

    static Model over(Provider provider, @Nullable Model known, ListedModel listed) {
        Model base = known == null ? unregistered(provider, listed.id()) : known;
        return new ListedFacts(provider, base, listed).model();
    }

    private static Model unregistered(Provider provider, String id) {
        return new Model(
                provider.name(),
                id,
                null,
                null,
                null,
                Set.of(),
                null,
                List.of(),
                List.of(),
                Map.of(),
                true,
                null,
                null,
                "the provider's own list",
                null,
                Model.Traits.UNKNOWN,
                new Model.Knowledge(false, Set.of(), Set.of()));
    }

    private Model model() {
        Set<String> capabilities = new TreeSet<>(known.capabilities());
        if (!isOperators(Fact.CAPABILITIES)) {
            capabilities.addAll(listed.capabilities());
            listed.lacking().forEach(capabilities::remove);
        }
        return new Model(
                known.provider(),
                known.id(),
                told(Fact.CONTEXT_WINDOW, known.contextWindow(), listed.contextWindow()),
                told(Fact.MAX_OUTPUT, known.maxOutput(), listed.maxOutput()),
                price(),
                capabilities,
                known.tier(),
                known.strengths(),
                known.weaknesses(),
                known.ratings(),
                known.acceptsTemperature(),
                told(Fact.END_OF_LIFE, known.endOfLife(), day(listed.retiresAt())),
                known.successor() == null && listed.successor() != null
                        ? provider.name() + "/" + listed.successor()
                        : known.successor(),
                known.source(),
                known.note(),
                known.traits(),
                new Model.Knowledge(
                        known.knowledge().registered(),
                        known.knowledge().byOperator(),
                        Set.copyOf(listed.lacking())));
    }

    private boolean isOperators(Fact fact) {
        return known.knowledge().byOperator().contains(fact);
    }

    private <T> @Nullable T told(Fact fact, @Nullable T registered, @Nullable T told) {
        return told == null || isOperators(fact) ? registered : told;
    }

    /** A tier for long prompts is the registry's where the list's price is the same without it. */
    private @Nullable Price price() {
        Price registered = known.price();
        ListedModel.ListedPrice told = listed.price();
        if (isOperators(Fact.PRICE)) {
            return registered;
        }
        if (told == null) {
            // A server of one's own costs nothing per token.
            return registered == null && provider.local() && provider.free()
                    ? Price.FREE
                    : registered;
        }
        Price same = registered != null && isSame(registered, told) ? registered : null;
        return new Price(
                told.input().amount(),
                told.output().amount(),
                amount(told.cachedRead(), same == null ? null : same.cacheReadPer1M()),
                amount(told.cachedWrite(), same == null ? null : same.cacheWritePer1M()),
                same == null ? null : same.longContext());
    }

    private static boolean isSame(Price registered, ListedModel.ListedPrice told) {
        return registered.inputPer1M().compareTo(told.input().amount()) == 0
                && registered.outputPer1M().compareTo(told.output().amount()) == 0;
    }

    private static @Nullable BigDecimal amount(@Nullable Usd told, @Nullable BigDecimal known) {
        return told == null ? known : told.amount();
    }

    private static @Nullable LocalDate day(@Nullable Instant at) {
        return at == null ? null : at.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
