package io.signalbox.cliworker.command;

import io.signalbox.contracts.attempt.ErrorClass;

/** A command, or why there is none. */
public sealed interface CommandOutcome {

    /** Ready to be started. */
    record Built(AgentCommand command) implements CommandOutcome {}

    /**
     * @param reason in words a caller may see
     */
    record Refused(ErrorClass errorClass, String reason) implements CommandOutcome {}
}
