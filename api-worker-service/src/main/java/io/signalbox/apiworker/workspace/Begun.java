package io.signalbox.apiworker.workspace;

import io.signalbox.apiworker.call.CallOutcome;

/** Whether a job's call can be made. */
public sealed interface Begun {

    /** Close it when the call is over. */
    record Ready(ModelTask task) implements Begun {}

    /**
     * No: the attempt has ended so, and nothing is left open.
     *
     * @param outcome failed or cancelled
     */
    record Not(CallOutcome outcome) implements Begun {}
}
