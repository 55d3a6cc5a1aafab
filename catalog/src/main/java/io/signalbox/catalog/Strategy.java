package io.signalbox.catalog;

import java.util.Locale;

/** How able candidates are ordered. */
public enum Strategy {
    PRIORITY,
    ROUND_ROBIN,
    COST_BASED,
    API_FIRST,
    CLI_FIRST,
    LATENCY_BASED,
    PERFORMANCE,
    BALANCED,
    LEARNING,
    WEIGHTED;

    /** As in the catalog and in a job: {@code round_robin}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
