package io.signalbox.testsupport.simulator;

/**
 * A piece of a body as it goes over the wire.
 *
 * @param delayMs how long after the piece before it, in milliseconds
 */
public record Frame(Kind kind, String text, long delayMs) {

    /** Which part of an answer a piece is: faults count the content. */
    public enum Kind {
        OPENING,
        CONTENT,
        CLOSING
    }

    public static Frame opening(String text) {
        return new Frame(Kind.OPENING, text, 0);
    }

    public static Frame content(String text) {
        return new Frame(Kind.CONTENT, text, 0);
    }

    public static Frame closing(String text) {
        return new Frame(Kind.CLOSING, text, 0);
    }

    Frame after(long newDelayMs) {
        return new Frame(kind, text, newDelayMs);
    }
}
