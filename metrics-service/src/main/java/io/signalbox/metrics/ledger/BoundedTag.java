package io.signalbox.metrics.ledger;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A metric tag that takes a limited number of values; the rest is {@value #OTHER}. */
final class BoundedTag {

    static final String OTHER = "other";

    /** For an absent value. */
    static final String NONE = "none";

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final int limit;

    /**
     * @param limit most distinct values, about: threads that meet new values at once may pass it
     */
    BoundedTag(int limit) {
        this.limit = limit;
    }

    String of(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return NONE;
        }
        if (known.contains(value)) {
            return value;
        }
        if (known.size() >= limit) {
            return OTHER;
        }
        known.add(value);
        return value;
    }
}
