package io.signalbox.apiworker.provider;

import java.util.Locale;

/** Which queue an order came by. */
public enum Lane {
    /** Goes first. */
    INTERACTIVE,
    /** Gets what interactive orders leave, and never all of it. */
    BATCH;

    /** For metric tags: lower case. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
