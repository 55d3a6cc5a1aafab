package io.signalbox.router.plan;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.PreferMode;
import io.signalbox.contracts.job.Job;
import java.util.Locale;

/**
 * Which kind of candidate comes first where nothing names an order, and whether agents are asked at
 * all: only for a task in a workspace, or where the job prefers them. An agent that a job or a
 * chain names is asked whatever stands here.
 *
 * @param agentsFirst before model APIs
 * @param asksAgents somewhere in the order
 */
record Preference(boolean agentsFirst, boolean asksAgents) {

    static Preference of(Job job, Catalog catalog) {
        String asked = job.routing().mode();
        PreferMode mode =
                asked == null
                        ? catalog.routing().preferMode()
                        : PreferMode.valueOf(asked.toUpperCase(Locale.ROOT));
        boolean hasWorkspace = job.workspace() != null;
        boolean agentsFirst =
                switch (mode) {
                    case API -> false;
                    case CLI -> true;
                    case AUTO -> hasWorkspace;
                };
        return new Preference(agentsFirst, agentsFirst || hasWorkspace);
    }

    /** The place of an agent, where that of an API is {@link #apiPosition}. */
    int agentPosition() {
        return agentsFirst ? 0 : 1;
    }

    int apiPosition() {
        return agentsFirst ? 1 : 0;
    }
}
