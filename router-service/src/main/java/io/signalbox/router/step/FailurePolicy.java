package io.signalbox.router.step;

import io.signalbox.contracts.attempt.ErrorClass;

/** What may follow a failed attempt, by its error class. Pure. */
final class FailurePolicy {

    /** The row of the table. Every one but FAIL goes to an untried candidate first. */
    enum Verdict {
        /** The same candidate again, as often as the job's retries allow. */
        RETRY,
        /** The same candidate again, once. */
        RETRY_ONCE,
        /** Never the same candidate. */
        FALL_BACK,
        /** Only candidates with a larger context window. */
        FALL_BACK_TO_LARGER,
        /** The job ends: nobody would answer better. */
        FAIL;

        /** How often the candidate may be asked again at most. */
        int retriesAtMost(int allowed) {
            return switch (this) {
                case RETRY -> allowed;
                case RETRY_ONCE -> Math.min(1, allowed);
                case FALL_BACK, FALL_BACK_TO_LARGER, FAIL -> 0;
            };
        }
    }

    private FailurePolicy() {}

    static Verdict of(ErrorClass errorClass) {
        return switch (errorClass) {
            case RATE_LIMITED -> Verdict.RETRY;
            case OVERLOADED, UNAVAILABLE -> Verdict.RETRY_ONCE;
            case QUOTA_EXHAUSTED,
                    PROVIDER_AUTHENTICATION,
                    MODEL_NOT_FOUND,
                    TIMEOUT,
                    AGENT_FAILED,
                    INTERNAL ->
                    Verdict.FALL_BACK;
            case CONTEXT_TOO_LONG -> Verdict.FALL_BACK_TO_LARGER;
            case INVALID_REQUEST,
                    CONTENT_FILTERED,
                    AUTHENTICATION,
                    BUDGET_EXCEEDED,
                    NO_CANDIDATE,
                    EXPIRED,
                    TRUNCATED,
                    CANCELLED ->
                    Verdict.FAIL;
        };
    }
}
