package io.signalbox.router.plan;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.messaging.fleet.Fleet;
import io.signalbox.router.strategy.AbleCandidate;
import io.signalbox.router.strategy.ExpectedUse;
import io.signalbox.router.strategy.RoutingStrategy;
import io.signalbox.router.strategy.Strategies;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides who could do a job, in which order, and who not and why. Pure but for the turns that some
 * strategies remember; thread-safe.
 */
public final class Planner {

    private final Strategies strategies;
    private final int maxCandidates;
    private final ExpectedUse expectedUse;
    private final WorkerPatience patience;

    /**
     * @param patience how long agents of last resort are held back for workers that say nothing
     */
    public Planner(
            Strategies strategies,
            int maxCandidates,
            ExpectedUse expectedUse,
            WorkerPatience patience) {
        this.strategies = strategies;
        this.maxCandidates = maxCandidates;
        this.expectedUse = expectedUse;
        this.patience = patience;
    }

    /**
     * The plan as of now, for whoever only wants to know: it takes nobody's turn. Without
     * candidates where nobody can do it.
     */
    public Plan plan(JobAdmitted admitted, Catalog catalog, Fleet fleet, Instant now) {
        return new Planning(admitted, anybody -> true, catalog, fleet, now)
                .outlook(RoutingStrategy::peek)
                .plan();
    }

    /**
     * The plan that is followed as of now, and who is left out of it for a while only.
     *
     * @param open whom the job may still ask; the plan tells of nobody else
     */
    public Outlook outlook(
            JobAdmitted admitted,
            Predicate<Candidate> open,
            Catalog catalog,
            Fleet fleet,
            Instant now) {
        return new Planning(admitted, open, catalog, fleet, now).outlook(RoutingStrategy::order);
    }

    /** One of a strategy's two ways to order. */
    @FunctionalInterface
    private interface Ordering {
        List<Plan.Planned> order(
                RoutingStrategy strategy, List<AbleCandidate> candidates, JobAdmitted job);
    }

    /** One planning. */
    private final class Planning {

        private final JobAdmitted admitted;
        private final Catalog catalog;
        private final Instant now;
        private final Survey survey;
        private final ModelNameResolver names;

        Planning(
                JobAdmitted admitted,
                Predicate<Candidate> open,
                Catalog catalog,
                Fleet fleet,
                Instant now) {
            this.admitted = admitted;
            this.catalog = catalog;
            this.now = now;
            this.survey = new Survey(admitted.job(), open, catalog, fleet, now, expectedUse);
            this.names = new ModelNameResolver(catalog, survey::discovered);
        }

        Outlook outlook(Ordering ordering) {
            String asked = admitted.job().routing().strategy();
            String strategyName = asked == null ? catalog.routing().strategy().wireName() : asked;
            return strategies
                    .named(strategyName)
                    .map(strategy -> outlook(strategyName, strategy, ordering))
                    .orElseGet(() -> noStrategy(strategyName));
        }

        private Outlook noStrategy(String name) {
            Plan.Exclusion why =
                    new Plan.Exclusion(
                            "strategy " + name,
                            "no_strategy",
                            "this version has " + strategies.names());
            return new Outlook(new Plan(name, List.of(), List.of(why)), List.of());
        }

        private Outlook outlook(String strategyName, RoutingStrategy strategy, Ordering ordering) {
            List<Considered> considered = names.resolve(admitted.job());
            considered.forEach(survey::look);
            if (considered.isEmpty()) {
                survey.leaveOut(
                        new Plan.Exclusion(
                                admitted.job().routing().model(),
                                "unknown_model",
                                "no provider, alias or chain of the catalog has that name"));
            }
            List<Plan.Planned> ordered =
                    withFallbacks(ordering.order(strategy, survey.able(), admitted));
            List<Plan.Planned> whole = considered.isEmpty() ? ordered : withLast(ordered);
            Plan plan =
                    new Plan(
                            strategyName,
                            whole.subList(0, Math.min(whole.size(), maxCandidates)),
                            survey.exclusions());
            return new Outlook(plan, survey.later(maxCandidates));
        }

        /** Not before those who are only out for a while: they are waited for. */
        private List<Plan.Planned> withLast(List<Plan.Planned> ordered) {
            if (comesBackInTime() || (ordered.isEmpty() && mayComeBack())) {
                return ordered;
            }
            Map<Candidate, Plan.Planned> whole = new LinkedHashMap<>();
            ordered.forEach(planned -> whole.put(planned.candidate(), planned));
            for (Considered.OfAgent last : names.lastResorts()) {
                AbleCandidate found = survey.agent(last);
                if (found != null) {
                    whole.putIfAbsent(
                            found.candidate(), new Plan.Planned(found.candidate(), found.reason()));
                }
            }
            return List.copyOf(whole.values());
        }

        private boolean comesBackInTime() {
            return survey.later(1).stream()
                    .anyMatch(it -> it.notBefore().isBefore(admitted.deadline()));
        }

        /** Somebody of whom nobody can tell, who is not waited for for ever. */
        private boolean mayComeBack() {
            return survey.exclusions().stream().anyMatch(Plan.Exclusion::passesSomeTime)
                    && patience.lasts(admitted.admittedAt(), admitted.deadline(), now);
        }

        /** Each candidate followed by the one its provider names as fallback. */
        private List<Plan.Planned> withFallbacks(List<Plan.Planned> ordered) {
            Map<Candidate, Plan.Planned> result = new LinkedHashMap<>();
            for (Plan.Planned planned : ordered) {
                result.putIfAbsent(planned.candidate(), planned);
                AbleCandidate next = fallback(planned.candidate());
                if (next != null) {
                    result.putIfAbsent(
                            next.candidate(), new Plan.Planned(next.candidate(), next.reason()));
                }
            }
            return List.copyOf(result.values());
        }

        private @Nullable AbleCandidate fallback(Candidate of) {
            Provider provider =
                    of.provider() == null ? null : catalog.providers().get(of.provider());
            return provider == null ? null : survey.fallback(provider, of.model());
        }
    }
}
