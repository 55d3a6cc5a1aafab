package io.signalbox.cliworker.output;

import io.signalbox.catalog.Agent;
import java.util.List;

/**
 * Reads what one run prints on stdout. Lines come in their order and without their ends, then
 * {@link #end} once. Whatever cannot be read is passed over. Not thread-safe; one per run.
 */
public sealed interface AnswerReader permits TextReader, JsonReader, JsonLinesReader {

    /** The reader that the agent's entry asks for. Keys of its environment show in nothing read. */
    static AnswerReader of(Agent agent) {
        SecretMask mask = SecretMask.of(agent);
        return switch (agent.output().format()) {
            case TEXT -> new TextReader(agent.output(), mask);
            case JSON -> new JsonReader(new JsonLinesReader(agent.output(), mask));
            case JSONL -> new JsonLinesReader(agent.output(), mask);
        };
    }

    /** The steps that this line tells, often none. */
    List<AgentStep> line(String line);

    /** Whether the final line was seen: nothing more is to come, even if the process lingers. */
    boolean isFinished();

    /**
     * @param before what was kept of the session that this run went on with; {@link
     *     SessionTotals#NONE} for a new one
     */
    AgentAnswer end(SessionTotals before);
}
