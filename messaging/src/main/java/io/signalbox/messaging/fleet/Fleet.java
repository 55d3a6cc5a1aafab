package io.signalbox.messaging.fleet;

import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.ProviderReport;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The latest report of every worker about every provider. Thread-safe. */
public final class Fleet {

    /** Most reports kept; the stalest go first. */
    static final int MAX_REPORTS = 10_000;

    /** What is known of a provider. */
    public sealed interface State {

        /**
         * @param models found at the provider by any worker; empty where none was asked
         */
        record Usable(Set<String> models) implements State {}

        /**
         * @param code a stable word, as in {@code Plan.Exclusion}
         */
        record Unusable(String code, String reason) implements State {}
    }

    private static final State NO_WORKER =
            new State.Unusable(Plan.NO_WORKER, "no API worker serves this provider now");

    private final ConcurrentMap<String, ProviderReport> reports = new ConcurrentHashMap<>();

    /** A later report of the same worker replaces the earlier one. */
    public void apply(ProviderReport report) {
        reports.merge(
                report.key(),
                report,
                (known, fresh) -> fresh.at().isBefore(known.at()) ? known : fresh);
        if (reports.size() > MAX_REPORTS) {
            reports.values().stream()
                    .min(Comparator.comparing(ProviderReport::at))
                    .ifPresent(stalest -> reports.remove(stalest.key(), stalest));
        }
    }

    /** Usable if any fresh report says so; else the reason of the freshest one. */
    public State state(String provider, Instant now) {
        List<ProviderReport> fresh =
                reports.values().stream()
                        .filter(report -> report.provider().equals(provider))
                        .filter(report -> !report.isStale(now))
                        .toList();
        Set<String> models = new TreeSet<>();
        boolean usable = false;
        for (ProviderReport report : fresh) {
            usable |= report.usable();
            if (report.usable()) {
                models.addAll(report.models());
            }
        }
        if (usable) {
            return new State.Usable(models);
        }
        return fresh.stream()
                .max(Comparator.comparing(ProviderReport::at))
                .<State>map(report ->
                        new State.Unusable(
                                report.code() == null ? "unusable" : report.code(),
                                report.reason() == null
                                        ? "the worker gave no reason"
                                        : report.reason()))
                .orElse(NO_WORKER);
    }
}
