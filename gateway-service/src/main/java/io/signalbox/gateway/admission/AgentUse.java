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

    /** An alias leads to names that are no aliases. */
    static boolean isPossible(Job job, Catalog catalog) {
        Routing routing = job.routing();
        return catalog.aliases().getOrDefault(routing.model(), List.of(routing.model())).stream()
                .anyMatch(name ->
                        name.equals(Routing.AUTO) ? isAuto(job, catalog) : isNamed(name, catalog));
    }

    private static boolean isAuto(Job job, Catalog catalog) {
        Routing routing = job.routing();
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

    private static boolean isNamed(String name, Catalog catalog) {
        return name.startsWith(AGENT)
                || (name.startsWith(CHAIN) && isIn(name.substring(CHAIN.length()), catalog));
    }

    private static boolean isIn(String chain, Catalog catalog) {
        return holdsAgent(catalog.chains().get(chain));
    }

    private static boolean holdsAgent(@Nullable List<ChainEntry> entries) {
        return entries != null && entries.stream().anyMatch(ChainEntry.CliAgent.class::isInstance);
    }
}
