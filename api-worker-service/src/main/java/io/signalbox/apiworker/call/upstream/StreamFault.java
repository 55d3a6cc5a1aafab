package io.signalbox.apiworker.call.upstream;

/** A 2xx answer that is no whole answer. The message may be shown to callers. */
public final class StreamFault extends RuntimeException {

    /** What is wrong with it. */
    public enum Kind {
        /** The stream itself carried an error; {@link #body} is its JSON. */
        IN_BAND,
        /** Something else than an event stream; {@link #body} is how it begins. */
        NOT_A_STREAM,
        /** It ended before its end mark. */
        TRUNCATED,
        /** An event that is not of the format. */
        MALFORMED,
        /** The provider says it could not finish; {@link #body} is its word for it. */
        UNFINISHED,
        /** Of no use, too large for instance: asking anybody for the same would not help. */
        UNFIT
    }

    private final Kind kind;
    private final String body;

    public StreamFault(Kind kind, String message, String body) {
        super(message, null, false, false);
        this.kind = kind;
        this.body = body;
    }

    public StreamFault(Kind kind, String message) {
        this(kind, message, "");
    }

    public Kind kind() {
        return kind;
    }

    public String body() {
        return body;
    }
}
