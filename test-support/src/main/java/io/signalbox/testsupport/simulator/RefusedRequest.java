package io.signalbox.testsupport.simulator;

/** A request that a dialect answers with an error of its own choice. */
final class RefusedRequest extends RuntimeException {

    private final transient WireError error;

    RefusedRequest(WireError error) {
        super(error.message());
        this.error = error;
    }

    WireError error() {
        return error;
    }
}
