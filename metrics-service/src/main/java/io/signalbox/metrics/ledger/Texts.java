package io.signalbox.metrics.ledger;

import org.jspecify.annotations.Nullable;

/** What callers and providers wrote, made fit for a column. */
final class Texts {

    /** Longest text kept in a column, in characters. */
    static final int LONGEST = 256;

    private Texts() {}

    /** Without NUL, which Postgres cannot hold, and cut at {@value #LONGEST} characters. */
    static @Nullable String fit(@Nullable String text) {
        return text == null ? null : fitted(text);
    }

    static String fitted(String text) {
        String clean = text.replace("\0", "");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST);
    }
}
