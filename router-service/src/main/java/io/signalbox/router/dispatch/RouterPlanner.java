package io.signalbox.router.dispatch;

import io.signalbox.catalog.Catalog;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.messaging.fleet.FleetReader;
import io.signalbox.router.RouterCatalog;
import io.signalbox.router.RouterConfig;
import io.signalbox.router.plan.Outlook;
import io.signalbox.router.plan.Planner;
import io.signalbox.router.plan.WorkerPatience;
import io.signalbox.router.step.Slip;
import io.signalbox.router.step.Untried;
import io.signalbox.router.strategy.ExpectedUse;
import io.signalbox.router.strategy.Strategies;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The planner, with the strategies that exist, the configured bounds and what is known now. */
@Singleton
final class RouterPlanner {

    private final Planner planner;
    private final RouterCatalog catalog;
    private final FleetReader fleet;

    RouterPlanner(
            Strategies strategies,
            ExpectedUse expectedUse,
            RouterCatalog catalog,
            FleetReader fleet,
            RouterConfig config) {
        this.planner =
                new Planner(
                        strategies,
                        config.maxCandidates(),
                        expectedUse,
                        new WorkerPatience(Instant.now()));
        this.catalog = catalog;
        this.fleet = fleet;
    }

    /** Of those whom the job has not asked yet. */
    Outlook outlook(Slip slip, Instant now) {
        Catalog current = catalog.current();
        return planner.outlook(
                slip.admitted(), Untried.of(slip, current), current, fleet.fleet(), now);
    }

    /** For whoever only wants to know: nothing is changed by it. */
    Plan plan(JobAdmitted admitted, Instant now) {
        return planner.plan(admitted, catalog.current(), fleet.fleet(), now);
    }
}
