package io.signalbox.catalog;

import java.util.Locale;

/** Which plane a job goes to where it does not say so itself. */
public enum PreferMode {
    API,
    CLI,
    /** CLI where a workspace must change, else API. */
    AUTO;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
