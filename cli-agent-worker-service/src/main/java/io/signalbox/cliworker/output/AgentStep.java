package io.signalbox.cliworker.output;

import io.signalbox.catalog.AgentOutput;

/**
 * One sign of progress.
 *
 * @param text not blank, at most {@value #MAX_TEXT} characters: a tool's name or command, a part of
 *     what the agent says, a reason to wait
 */
public record AgentStep(AgentOutput.Kind kind, String text) {

    /** Longer texts are cut. */
    public static final int MAX_TEXT = 2_000;

    public AgentStep {
        if (text.length() > MAX_TEXT) {
            text = text.substring(0, MAX_TEXT - 1) + "…";
        }
    }

    /** Never the text: it is a part of the answer. */
    @Override
    public String toString() {
        return "AgentStep[" + kind + ", " + text.length() + " characters]";
    }
}
