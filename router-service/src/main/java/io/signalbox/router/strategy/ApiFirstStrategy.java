package io.signalbox.router.strategy;

import io.signalbox.catalog.Strategy;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Model APIs before agents; within each by (priority, name). */
@ApplicationScoped
public class ApiFirstStrategy implements RoutingStrategy {

    @Override
    public Strategy kind() {
        return Strategy.API_FIRST;
    }

    @Override
    public List<Plan.Planned> order(List<AbleCandidate> candidates, JobAdmitted job) {
        return ByKind.order(candidates, Candidate.Kind.API);
    }
}
