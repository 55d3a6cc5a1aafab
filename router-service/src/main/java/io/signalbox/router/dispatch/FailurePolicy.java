package io.signalbox.router.dispatch;

import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptRerouted;

/** What follows a failed attempt: the table of error classes. Pure. */
final class FailurePolicy {

    /** What the router does next. */
    enum Step {
        /** The next candidate of the plan. */
        FALL_BACK,
        /** The job ends. */
        FAIL
    }

    private FailurePolicy() {}

    static Step next(AttemptRerouted rerouted) {
        if (rerouted.contentSent()) {
            return Step.FAIL;
        }
        return rerouted.failure().error() == null
                ? Step.FALL_BACK
                : next(rerouted.failure().error().errorClass());
    }

    private static Step next(ErrorClass errorClass) {
        return switch (errorClass) {
            case INVALID_REQUEST,
                    AUTHENTICATION,
                    BUDGET_EXCEEDED,
                    CONTENT_FILTERED,
                    NO_CANDIDATE,
                    EXPIRED,
                    TRUNCATED,
                    CANCELLED ->
                    Step.FAIL;
            case MODEL_NOT_FOUND,
                    CONTEXT_TOO_LONG,
                    AGENT_FAILED,
                    INTERNAL,
                    PROVIDER_AUTHENTICATION,
                    RATE_LIMITED,
                    QUOTA_EXHAUSTED,
                    OVERLOADED,
                    UNAVAILABLE,
                    TIMEOUT ->
                    Step.FALL_BACK;
        };
    }
}
