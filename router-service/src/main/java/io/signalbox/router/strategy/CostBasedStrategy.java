package io.signalbox.router.strategy;

import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.Strategy;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.job.Job;
import io.signalbox.tokens.PromptTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cheapest expected cost first: price times (estimated input, expected output of the task type). An
 * unknown price comes last; equal costs go by (priority, name).
 */
@ApplicationScoped
public class CostBasedStrategy implements RoutingStrategy {

    /** A candidate with what the job is expected to cost there; null where that is unknown. */
    private record Costed(AbleCandidate able, @Nullable Usd cost) {}

    private static final Comparator<Costed> ORDER =
            Comparator.comparing(Costed::cost, Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparingInt(costed -> costed.able().priority())
                    .thenComparing(costed -> costed.able().candidate().name());

    private final ExpectedUse expectedUse;

    public CostBasedStrategy(ExpectedUse expectedUse) {
        this.expectedUse = expectedUse;
    }

    @Override
    public Strategy kind() {
        return Strategy.COST_BASED;
    }

    @Override
    public List<Plan.Planned> order(List<AbleCandidate> candidates, JobAdmitted job) {
        PromptTokens prompt = PromptTokens.of(job.job());
        return candidates.stream()
                .map(able -> new Costed(able, cost(able.model(), job.job(), prompt)))
                .sorted(ORDER)
                .map(costed ->
                        new Plan.Planned(
                                costed.able().candidate(),
                                costed.able().reason()
                                        + (costed.cost() == null
                                                ? ", price unknown"
                                                : ", expected to cost $" + costed.cost())))
                .toList();
    }

    private @Nullable Usd cost(@Nullable Model model, Job job, PromptTokens prompt) {
        Price price = model == null ? null : model.price();
        return model == null || price == null
                ? null
                : price.cost(expectedUse.of(job, prompt, model.id()));
    }
}
