package io.signalbox.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How able candidates are ordered. */
public enum Strategy {
    PRIORITY(true),
    ROUND_ROBIN(true),
    COST_BASED(true),
    API_FIRST(true),
    CLI_FIRST(true),
    LATENCY_BASED(false),
    PERFORMANCE(false),
    BALANCED(false),
    LEARNING(false),
    WEIGHTED(false);

    private final boolean inThisVersion;

    Strategy(boolean inThisVersion) {
        this.inThisVersion = inThisVersion;
    }

    /** Whether this version's router can order by it; the others are words of the format only. */
    public boolean isInThisVersion() {
        return inThisVersion;
    }

    /** As in the catalog and in a job: {@code round_robin}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For messages: the names of those in this version, with commas. */
    public static String namesInThisVersion() {
        return Arrays.stream(values())
                .filter(Strategy::isInThisVersion)
                .map(Strategy::wireName)
                .collect(Collectors.joining(", "));
    }
}
