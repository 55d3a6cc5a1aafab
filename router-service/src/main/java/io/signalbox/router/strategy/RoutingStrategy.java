package io.signalbox.router.strategy;

import io.signalbox.catalog.Strategy;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import java.util.List;

/** Orders able candidates. Implementations are CDI beans; thread-safe. */
public interface RoutingStrategy {

    /** Which one this is. */
    Strategy kind();

    /**
     * All of the candidates, first choice first, each with the reason for its place.
     *
     * @param candidates in no particular order
     */
    List<Plan.Planned> order(List<AbleCandidate> candidates, JobAdmitted job);

    /**
     * What {@link #order} would say now, and nothing is changed by it: for whoever only wants to
     * know. A strategy that remembers what it has ordered has one of its own.
     */
    default List<Plan.Planned> peek(List<AbleCandidate> candidates, JobAdmitted job) {
        return order(candidates, job);
    }
}
