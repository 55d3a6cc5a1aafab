package io.signalbox.cliworker.command;

import io.signalbox.contracts.attempt.ErrorClass;

/** Carries a refusal out of the middle of a build; never leaves this package. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorClass errorClass;

    Refusal(ErrorClass errorClass, String reason) {
        super(reason, null, false, false);
        this.errorClass = errorClass;
    }

    CommandOutcome.Refused outcome() {
        return new CommandOutcome.Refused(errorClass, String.valueOf(getMessage()));
    }
}
