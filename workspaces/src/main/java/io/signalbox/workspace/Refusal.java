package io.signalbox.workspace;

import io.signalbox.contracts.attempt.ErrorClass;

/**
 * Ends what is being done with a workspace; never leaves this package, whose public methods give it
 * as a value.
 */
// Its annotation would be a dependency of the service for nothing else.
@SuppressWarnings("AnnotateFormatMethod")
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int MOST_SHOWN = 800;

    private final ErrorClass errorClass;

    private Refusal(ErrorClass errorClass, String reason) {
        super(shown(reason), null, false, false);
        this.errorClass = errorClass;
    }

    private static String shown(String reason) {
        String line = reason.replaceAll("\\p{Cntrl}", "?");
        return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
    }

    /** The caller asked for what cannot be. */
    static Refusal invalid(String reason, Object... values) {
        return new Refusal(ErrorClass.INVALID_REQUEST, reason.formatted(values));
    }

    /** Another time, or at another worker, it may go well. */
    static Refusal of(ErrorClass errorClass, String reason, Object... values) {
        return new Refusal(errorClass, reason.formatted(values));
    }

    /** The disk, or rights on it. */
    static Refusal of(Exception failed) {
        return of(ErrorClass.INTERNAL, "the worker's disk: %s", failed);
    }

    ErrorClass errorClass() {
        return errorClass;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
