package io.signalbox.router.strategy;

import java.util.List;

/** Strategies without a container. */
public final class StrategiesForTests {

    private StrategiesForTests() {}

    public static Strategies of(RoutingStrategy... strategies) {
        return new Strategies(List.of(strategies));
    }
}
