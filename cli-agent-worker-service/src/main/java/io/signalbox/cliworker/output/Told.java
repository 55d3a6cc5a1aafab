package io.signalbox.cliworker.output;

import io.signalbox.catalog.AgentOutput;
import io.signalbox.catalog.AgentOutput.Cumulative;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import org.jspecify.annotations.Nullable;

/**
 * Tokens and money of a run, apart from what the session had used before.
 *
 * @param usage of this run; null where none was told
 * @param cost of this run; null where none was told
 */
record Told(@Nullable Usage usage, @Nullable Usd cost, SessionTotals totals) {

    static Told of(
            AgentOutput output, TokenCount tokens, @Nullable Amount cost, SessionTotals before) {
        Usage usage = tokens.usage(output).orElse(null);
        Usd money = cost == null ? null : Usd.told(cost.value()).orElse(null);
        boolean allTokens = output.cumulative().contains(Cumulative.TOKENS);
        boolean allCost = output.cumulative().contains(Cumulative.COST);
        SessionTotals totals = allTokens && usage != null ? before.with(usage) : before;
        totals = allCost && money != null ? totals.with(money) : totals;
        return new Told(
                allTokens && usage != null ? before.since(usage) : usage,
                allCost && money != null ? before.since(money) : money,
                totals);
    }
}
