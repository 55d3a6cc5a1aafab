package io.signalbox.cliworker.process;

/** How a run ended; no process of it is there any more. */
public sealed interface ProcessEnd {

    /** An end of something that was started. */
    sealed interface Ran extends ProcessEnd {

        ProcessOutput output();
    }

    /**
     * The agent ended by itself.
     *
     * @param exitCode 128 + the signal's number where somebody else's signal ended it
     * @param finished whether it had given its final result
     */
    record Exited(int exitCode, boolean finished, ProcessOutput output) implements Ran {}

    /**
     * It gave its final result, did not end, and was made to. Counts as done: it has no exit code
     * of its own.
     */
    record Lingered(ProcessOutput output) implements Ran {}

    /** A limit passed before its final result. */
    record TimedOut(Limit limit, ProcessOutput output) implements Ran {}

    /** Cancelled, or the run's thread interrupted, before its final result. */
    record Cancelled(ProcessOutput output) implements Ran {}

    /** More on stdout than allowed; what is kept ends at the limit. */
    record OutputTooLarge(ProcessOutput output) implements Ran {}

    /**
     * @param reason names the program and the system's error, never an argument
     */
    record NotStarted(String reason) implements ProcessEnd {}

    /** Which of {@link ProcessLimits}. */
    enum Limit {
        FIRST_OUTPUT,
        IDLE,
        TOTAL
    }
}
