package io.signalbox.catalog;

/** How the suite is deployed: which candidates come first, and which come at all. */
public enum Mode {
    /** Local candidates before all others. */
    LOCAL_FIRST,
    /** Hosted candidates only. */
    HOSTED,
    /** Nothing that costs money. */
    FREE_ONLY,
    /** All of them, by priority. The default. */
    HYBRID
}
