package io.signalbox.workspace;

import io.signalbox.contracts.attempt.ErrorClass;

/** How the opening of a workspace ended. */
public sealed interface Opened {

    /** Close it when the run is over. */
    record Ready(OpenWorkspace workspace) implements Opened {}

    /**
     * Nothing was made.
     *
     * @param errorClass INVALID_REQUEST where the job asks for what cannot be; UNAVAILABLE, TIMEOUT
     *     or INTERNAL where another time or another worker may do; OVERLOADED where another run
     *     works in the session's workspace; CANCELLED where the thread was interrupted
     * @param reason for the caller; names the job's field where one is at fault
     */
    record Refused(ErrorClass errorClass, String reason) implements Opened {}
}
