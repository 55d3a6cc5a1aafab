package io.signalbox.gateway.admission;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.ChainEntry;
import io.signalbox.catalog.PreferMode;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.Routing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether an agent may come to do a job, by what the job and the catalog name. Pure. */
final class AgentUse {

    private static final String AGENT = "agent/";
    private static final String CHAIN = "chain/";

    private AgentUse() {}

    static boolean isPossible(Job job, Catalog catalog) {
        Routing routing = job.routing();
        if (!routing.model().equals(Routing.AUTO)) {
            return isNamed(routing.model(), catalog);
        }
        if (routing.chain() != null) {
            return isIn(routing.chain(), catalog);
        }
        String type = job.task().type();
        if (type != null && catalog.taskChains().containsKey(type)) {
            return holdsAgent(catalog.taskChains().get(type));
        }
        String standing = catalog.routing().chain();
        return standing == null
                ? job.workspace() != null || prefersAgents(routing, catalog)
                : isIn(standing, catalog);
    }

    private static boolean prefersAgents(Routing routing, Catalog catalog) {
        return routing.mode() == null
                ? catalog.routing().preferMode() == PreferMode.CLI
                : routing.mode().equals(PreferMode.CLI.wireName());
    }

    /** An alias leads to names that are no aliases. */
    private static boolean isNamed(String model, Catalog catalog) {
        List<String> targets =
                catalog.aliases().containsKey(model) ? catalog.alias(model) : List.of(model);
        return targets.stream()
                .anyMatch(target ->
                        target.startsWith(AGENT)
                                || (target.startsWith(CHAIN)
                                        && isIn(target.substring(CHAIN.length()), catalog)));
    }

    private static boolean isIn(String chain, Catalog catalog) {
        return holdsAgent(catalog.chains().get(chain));
    }

    private static boolean holdsAgent(@Nullable List<ChainEntry> entries) {
        return entries != null && entries.stream().anyMatch(ChainEntry.CliAgent.class::isInstance);
    }
}
