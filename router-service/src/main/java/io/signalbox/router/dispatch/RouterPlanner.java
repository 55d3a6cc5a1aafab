package io.signalbox.router.dispatch;

import io.signalbox.router.RouterConfig;
import io.signalbox.router.plan.Planner;
import io.signalbox.router.strategy.ExpectedUse;
import io.signalbox.router.strategy.Strategies;
import jakarta.inject.Singleton;

/** The planner, with the strategies that exist and the configured bounds. */
@Singleton
final class RouterPlanner {

    private final Planner planner;

    RouterPlanner(Strategies strategies, ExpectedUse expectedUse, RouterConfig config) {
        this.planner = new Planner(strategies, config.maxCandidates(), expectedUse);
    }

    Planner planner() {
        return planner;
    }
}
