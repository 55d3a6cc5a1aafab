package io.signalbox.cliworker.run;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.cliworker.output.AnswerReader;
import io.signalbox.cliworker.output.SessionTotals;
import io.signalbox.cliworker.process.RunCancel;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.workspace.OpenWorkspace;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one run while it goes on.
 *
 * @param runId also the name of its directories
 * @param model the agent's own name for it; null lets the agent choose
 * @param session null where the job names none, or the agent has none
 */
record OneRun(
        AttemptDispatched order,
        Agent agent,
        Catalog catalog,
        String runId,
        @Nullable String model,
        Directories directories,
        OpenWorkspace workspace,
        @Nullable GoingOn session,
        AnswerReader reader,
        RunCancel cancel) {

    /** Where it keeps what; all its own but the HOME of a session. */
    record Directories(Path home, Path temp, Path promptFile) {}

    /**
     * @param kept null for a session that begins here
     */
    record GoingOn(Sessions.Place place, Sessions.@Nullable Kept kept) {

        SessionTotals totals() {
            return kept == null ? SessionTotals.NONE : kept.totals();
        }
    }

    /** Under which the agent is to go on; null for a session that begins. */
    @Nullable String agentSession() {
        return session == null || session.kept() == null ? null : session.kept().agentSession();
    }

    SessionTotals totals() {
        return session == null ? SessionTotals.NONE : session.totals();
    }

    @Override
    public String toString() {
        return "OneRun[" + order.attemptId() + ", " + agent.name() + "]";
    }
}
