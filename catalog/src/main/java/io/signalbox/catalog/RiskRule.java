package io.signalbox.catalog;

import io.signalbox.contracts.job.Task;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the risk table: where every condition holds, this tier or this model. An empty set is no
 * condition. Rows are looked at in their order, the first that holds decides.
 *
 * @param maxInputTokens holds up to this many expected input tokens; null is no condition
 * @param tier what to use; null where a model is named
 * @param model {@code provider/id}; null where a tier is named
 */
public record RiskRule(
        Set<String> risks,
        Set<String> areas,
        Set<String> roles,
        Set<String> complexities,
        @Nullable Long maxInputTokens,
        Model.@Nullable Tier tier,
        @Nullable String model) {

    public RiskRule {
        risks = Set.copyOf(risks);
        areas = Set.copyOf(areas);
        roles = Set.copyOf(roles);
        complexities = Set.copyOf(complexities);
    }

    /** Whether every condition holds; a condition on what the task does not say does not. */
    public boolean matches(Task task, long inputTokens) {
        return holds(risks, task.risk())
                && holds(areas, task.area())
                && holds(roles, task.role())
                && holds(complexities, task.complexity())
                && (maxInputTokens == null || inputTokens <= maxInputTokens);
    }

    private static boolean holds(Set<String> allowed, @Nullable String actual) {
        return allowed.isEmpty() || (actual != null && allowed.contains(actual));
    }
}
