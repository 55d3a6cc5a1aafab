package io.signalbox.cliworker.verdict;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import org.jspecify.annotations.Nullable;

/** What came of a run. */
public sealed interface AgentVerdict {

    /** There is an answer, or changed files. Which tools were refused stands in the answer. */
    record Succeeded() implements AgentVerdict {}

    /**
     * @param message one line without keys, at most 500 characters
     * @param status the HTTP status of a model's API, where the agent told it
     * @param exitCode null where it did not end by itself
     */
    record Failed(
            ErrorClass errorClass,
            String message,
            @Nullable Integer status,
            @Nullable Integer exitCode)
            implements AgentVerdict {

        /** As attempts tell it. */
        public AttemptError error() {
            return new AttemptError(errorClass, message, status);
        }
    }
}
