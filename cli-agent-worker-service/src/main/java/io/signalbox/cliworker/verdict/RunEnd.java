package io.signalbox.cliworker.verdict;

import io.signalbox.contracts.attempt.ErrorClass;

/** How a process came to its end, or did not begin. */
public sealed interface RunEnd {

    /**
     * By itself, or by somebody else's signal.
     *
     * @param code 128 and the signal's number where it died of one
     */
    record Exited(int code) implements RunEnd {}

    /** Its final line had come, it did not end, and we ended it. */
    record Lingered() implements RunEnd {}

    /** We ended it because its job was cancelled. */
    record Cancelled() implements RunEnd {}

    /**
     * We ended it for another reason: a time-out, too much output, a lost lock.
     *
     * @param errorClass the class where the agent had not finished
     * @param reason in words a caller may see
     */
    record Stopped(ErrorClass errorClass, String reason) implements RunEnd {}

    /**
     * @param reason in words a caller may see
     */
    record NotStarted(String reason) implements RunEnd {}
}
