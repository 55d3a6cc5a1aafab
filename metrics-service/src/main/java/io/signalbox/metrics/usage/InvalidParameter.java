package io.signalbox.metrics.usage;

/**
 * A query parameter that a caller got wrong. The message quotes it and says what would be right.
 */
final class InvalidParameter extends IllegalArgumentException {

    private final String parameter;

    InvalidParameter(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }
}
