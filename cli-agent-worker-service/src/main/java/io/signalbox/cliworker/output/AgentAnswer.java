package io.signalbox.cliworker.output;

import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent said in one run, before anybody judged it.
 *
 * @param text the answer; empty where there is none
 * @param sessionId to go on with; null where the agent tells none
 * @param usage of this run alone; null where the agent tells none; estimated where it tells rounded
 *     numbers
 * @param cost of this run alone; null where the agent tells none
 * @param failed whether it said that it failed
 * @param errorText what it said of its failure; null where it said nothing
 * @param errorDetail more of it, fit to be searched but not to be shown; null for none
 * @param httpStatus of a model's API that failed, where it is told apart from the text
 * @param deniedTools tools that were refused; from agents that tell no difference also those that
 *     failed
 * @param finished whether its final line was seen; true of formats that have none
 * @param totals what the session's next run is to be given
 */
public record AgentAnswer(
        String text,
        @Nullable String sessionId,
        @Nullable Usage usage,
        @Nullable Usd cost,
        boolean failed,
        @Nullable String errorText,
        @Nullable String errorDetail,
        @Nullable Integer httpStatus,
        List<String> deniedTools,
        boolean finished,
        SessionTotals totals) {

    public AgentAnswer {
        deniedTools = List.copyOf(deniedTools);
    }

    /** Never what was said. */
    @Override
    public String toString() {
        return "AgentAnswer[%d characters, failed=%s, finished=%s, usage=%s, cost=%s]"
                .formatted(text.length(), failed, finished, usage, cost);
    }
}
