package io.signalbox.apiworker.provider.discovery;

import io.signalbox.catalog.Provider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which local servers have listed their models lately: a busy one that is late a few times is still
 * there. Thread-safe.
 */
final class KnownServers {

    /** Looks in a row that a known server may be late for. */
    private static final int MOST_LATE = 3;

    private record Known(Provider provider, int late) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /**
     * It listed its models.
     *
     * @return whether it was not known before
     */
    boolean listed(Provider provider) {
        Known before = known.put(provider.name(), new Known(provider, 0));
        return before == null || !before.provider().equals(provider);
    }

    /** It is not there, or says that it cannot be used. */
    void gone(Provider provider) {
        known.remove(provider.name());
    }

    /**
     * It did not answer in time.
     *
     * @return whether it counts as there all the same
     */
    boolean late(Provider provider) {
        Known left =
                known.computeIfPresent(
                        provider.name(),
                        (_, it) ->
                                it.provider().equals(provider) && it.late() < MOST_LATE
                                        ? new Known(provider, it.late() + 1)
                                        : null);
        return left != null;
    }
}
