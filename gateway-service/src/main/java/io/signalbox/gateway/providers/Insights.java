package io.signalbox.gateway.providers;

import io.signalbox.contracts.event.Insight;
import io.signalbox.contracts.wire.Topic;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The latest insight of each subject, as long as its topic keeps it. Thread-safe. */
final class Insights {

    /** Most that are kept; the oldest go first. */
    static final int MOST = 10_000;

    private final ConcurrentMap<String, Insight> bySubject = new ConcurrentHashMap<>();

    /** Replaces what was told of the subject before. */
    void apply(Insight insight) {
        bySubject.put(insight.subject(), insight);
        if (bySubject.size() > MOST) {
            bySubject.values().stream()
                    .min(Comparator.comparing(Insight::at))
                    .ifPresent(oldest -> bySubject.remove(oldest.subject(), oldest));
        }
    }

    /** What is known of a provider; empty where nothing was told of it for an hour. */
    Optional<Insight> ofProvider(String provider, Instant now) {
        return Optional.ofNullable(bySubject.get(Insight.ofProvider(provider)))
                .filter(insight -> insight.at().isAfter(now.minus(Topic.INSIGHTS.retention())));
    }
}
