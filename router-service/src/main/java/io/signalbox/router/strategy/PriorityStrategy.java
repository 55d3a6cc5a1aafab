package io.signalbox.router.strategy;

import io.signalbox.catalog.Strategy;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;

/** (place in the named chain, priority, name). */
@ApplicationScoped
public class PriorityStrategy implements RoutingStrategy {

    private static final Comparator<AbleCandidate> ORDER =
            Comparator.comparingInt(AbleCandidate::position)
                    .thenComparingInt(AbleCandidate::priority)
                    .thenComparing(able -> able.candidate().name());

    @Override
    public Strategy kind() {
        return Strategy.PRIORITY;
    }

    @Override
    public List<Plan.Planned> order(List<AbleCandidate> candidates, JobAdmitted job) {
        return candidates.stream()
                .sorted(ORDER)
                .map(able ->
                        new Plan.Planned(
                                able.candidate(),
                                "%s, priority %d".formatted(able.reason(), able.priority())))
                .toList();
    }
}
