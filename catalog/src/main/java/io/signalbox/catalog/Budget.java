package io.signalbox.catalog;

import io.signalbox.contracts.attempt.Usd;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Money that a scope may spend in a period.
 *
 * @param name unique
 * @param limit more than 0
 * @param warnAt share of the limit from which to warn and to right-size, 0 to 1; default 0.8
 * @param timezone where days and months begin; default UTC
 */
public record Budget(
        String name,
        Scope scope,
        Period period,
        Usd limit,
        Type type,
        double warnAt,
        ZoneId timezone) {

    /** Default of {@code warn_at}. */
    public static final double DEFAULT_WARN_AT = 0.8;

    /**
     * Whose jobs count; null is everyone's.
     *
     * @param key the id of an API key
     */
    public record Scope(
            @Nullable String tenant,
            @Nullable String taskType,
            @Nullable String provider,
            @Nullable String key) {

        public static final Scope EVERYTHING = new Scope(null, null, null, null);
    }

    /** What a limit covers. */
    public enum Period {
        DAY,
        MONTH,
        /** Each job by itself. */
        TASK
    }

    /** What happens at the limit. */
    public enum Type {
        /** Warns. */
        SOFT,
        /** Refuses. */
        HARD
    }
}
