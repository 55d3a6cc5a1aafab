package io.signalbox.catalog;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How jobs are routed that do not say otherwise.
 *
 * @param strategy one that is in this version; default priority
 * @param preferMode default api
 * @param chain a named chain for every job; null for none
 * @param maxAttempts over all candidates, 1 or more; default 8. Waits and deferrals do not count
 * @param retries on the same candidate, 0 or more; default 1
 * @param retryDelay exponential with jitter from here; default 500 ms. What a provider asks for
 *     wins
 * @param apiTimeout default deadline of a job that only model APIs may do; default 120 s
 * @param agentTimeout default deadline of a job that an agent may do; default 20 min
 */
public record RoutingPolicy(
        Strategy strategy,
        PreferMode preferMode,
        @Nullable String chain,
        int maxAttempts,
        int retries,
        Duration retryDelay,
        Duration apiTimeout,
        Duration agentTimeout,
        List<RiskRule> riskTable) {

    public RoutingPolicy {
        riskTable = List.copyOf(riskTable);
    }
}
