package io.signalbox.router.strategy;

import io.signalbox.catalog.Strategy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The strategies that exist. */
@ApplicationScoped
public class Strategies {

    private final Map<Strategy, RoutingStrategy> byKind = new EnumMap<>(Strategy.class);

    @Inject
    Strategies(@Any Instance<RoutingStrategy> found) {
        this((Iterable<RoutingStrategy>) found);
    }

    Strategies(Iterable<RoutingStrategy> found) {
        found.forEach(strategy -> byKind.put(strategy.kind(), strategy));
    }

    /** By the name that callers write; empty where there is none of that name in this version. */
    public Optional<RoutingStrategy> named(String name) {
        return byKind.values().stream()
                .filter(each -> each.kind().wireName().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** For messages: all names, with commas. */
    public String names() {
        return byKind.keySet().stream().map(Strategy::wireName).collect(Collectors.joining(", "));
    }
}
