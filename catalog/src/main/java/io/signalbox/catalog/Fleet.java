package io.signalbox.catalog;

import io.signalbox.contracts.event.ProviderReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all workers report about all providers. Thread-safe: one thread may feed it while others
 * ask. Bounded: at most {@link #MAX_WORKERS} workers a provider (the longest silent goes first) and
 * {@link #MAX_PROVIDERS} providers (further ones are ignored); a worker silent for {@link
 * #FORGET_AFTER} is forgotten when its provider is asked about.
 */
public final class Fleet {

    /** Workers remembered per provider. */
    public static final int MAX_WORKERS = 256;

    /** Providers remembered. */
    public static final int MAX_PROVIDERS = 1_024;

    /** Silence after which a worker is forgotten. */
    public static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    private final Map<String, Map<String, ProviderReport>> reports = new ConcurrentHashMap<>();

    /** Takes a report in; one that is older than what its worker said already changes nothing. */
    public void apply(ProviderReport report) {
        if (!reports.containsKey(report.provider()) && reports.size() >= MAX_PROVIDERS) {
            return;
        }
        Map<String, ProviderReport> workers =
                reports.computeIfAbsent(report.provider(), p -> new ConcurrentHashMap<>());
        workers.merge(report.worker(), report, (a, b) -> b.at().isBefore(a.at()) ? a : b);
        if (workers.size() > MAX_WORKERS) {
            workers.values().stream()
                    .min(Comparator.comparing(ProviderReport::at))
                    .ifPresent(oldest -> workers.remove(oldest.worker(), oldest));
        }
    }

    /** Usable as soon as one worker with a fresh report says so. */
    public ProviderState state(String provider, Instant now) {
        List<ProviderReport> fresh = reports(provider, now);
        List<ProviderReport> usable = fresh.stream().filter(ProviderReport::usable).toList();
        if (!usable.isEmpty()) {
            Set<String> models = new LinkedHashSet<>();
            usable.forEach(report -> models.addAll(report.models()));
            return new ProviderState.Usable(models);
        }
        return fresh.isEmpty() ? new ProviderState.Unknown() : unusable(fresh.getFirst());
    }

    /** The reports that are not stale, the freshest first. */
    public List<ProviderReport> reports(String provider, Instant now) {
        Map<String, ProviderReport> workers = reports.get(provider);
        if (workers == null) {
            return List.of();
        }
        Instant forgotten = now.minus(FORGET_AFTER);
        workers.values().removeIf(r -> r.at().isBefore(forgotten) && r.isStale(now));
        return workers.values().stream()
                .filter(report -> !report.isStale(now))
                .sorted(
                        Comparator.comparing(ProviderReport::at)
                                .reversed()
                                .thenComparing(ProviderReport::worker))
                .toList();
    }

    private static ProviderState unusable(ProviderReport report) {
        return new ProviderState.Unusable(
                report.code() == null ? "unavailable" : report.code(),
                report.reason() == null ? "the worker gave no reason" : report.reason());
    }
}
