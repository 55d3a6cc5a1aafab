package io.signalbox.messaging.fleet;

import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.ProviderListing;
import io.signalbox.contracts.event.ProviderReport;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The latest report of every worker about every provider. Thread-safe. */
public final class Fleet {

    /** Most reports kept; the stalest go first. */
    static final int MAX_REPORTS = 10_000;

    /** What is known of a provider. */
    public sealed interface State {

        /**
         * @param models found at the provider by any worker
         * @param listed whether the provider gave its list; where it did not, no model of it is
         *     known to be there or not
         */
        record Usable(Set<String> models, boolean listed) implements State {}

        /**
         * @param code a stable word, as in {@code Plan.Exclusion}
         */
        record Unusable(String code, String reason) implements State {}
    }

    private static final State NO_WORKER =
            new State.Unusable(Plan.NO_WORKER, "no API worker serves this provider now");

    /**
     * What the reports of one provider come to; until a report comes or grows stale.
     *
     * @param listed by id
     */
    private record Sum(State state, Map<String, ListedModel> listed, Instant from, Instant until) {

        boolean holdsAt(Instant now) {
            return !now.isBefore(from) && !now.isAfter(until);
        }

        Sum outdated() {
            return new Sum(state, listed, Instant.MAX, Instant.MIN);
        }
    }

    private final ConcurrentMap<String, ProviderReport> reports = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Sum> sums = new ConcurrentHashMap<>();
    private volatile Map<String, Map<String, ListedModel>> listed = Map.of();

    /** Replaces what the same worker told before, whatever its clock says. */
    public void apply(ProviderReport report) {
        reports.put(report.key(), report);
        outdate(report.provider());
        if (reports.size() > MAX_REPORTS) {
            reports.values().stream()
                    .min(Comparator.comparing(ProviderReport::at))
                    .ifPresent(stalest -> {
                        reports.remove(stalest.key(), stalest);
                        outdate(stalest.provider());
                    });
        }
    }

    /** After the change of a report: whoever adds up at this moment is waited for. */
    private void outdate(String provider) {
        sums.computeIfPresent(provider, (name, sum) -> sum.outdated());
    }

    /** Usable if any fresh report says so; else the reason of the freshest one. */
    public State state(String provider, Instant now) {
        return sum(provider, now).state();
    }

    /**
     * What the providers tell of their models in any fresh report, usable or not, by provider and
     * id. The same object as long as nothing of it changes.
     */
    public Map<String, Map<String, ListedModel>> listed(Instant now) {
        Map<String, Map<String, ListedModel>> found = new TreeMap<>();
        reports.values().stream()
                .map(ProviderReport::provider)
                .distinct()
                .forEach(provider -> {
                    Map<String, ListedModel> models = sum(provider, now).listed();
                    if (!models.isEmpty()) {
                        found.put(provider, models);
                    }
                });
        Map<String, Map<String, ListedModel>> known = listed;
        if (!isSame(known, found)) {
            known = Collections.unmodifiableMap(found);
            listed = known;
        }
        return known;
    }

    /** By identity of what each provider tells: this is asked for every plan. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(
            Map<String, Map<String, ListedModel>> one, Map<String, Map<String, ListedModel>> two) {
        return one.keySet().equals(two.keySet())
                && one.keySet().stream().allMatch(name -> one.get(name) == two.get(name));
    }

    /** The fresh reports of one provider, the oldest first. */
    public List<ProviderReport> reports(String provider, Instant now) {
        return reports.values().stream()
                .filter(report -> report.provider().equals(provider))
                .filter(report -> !report.isStale(now))
                .sorted(Comparator.comparing(ProviderReport::at))
                .toList();
    }

    private Sum sum(String provider, Instant now) {
        Sum known = sums.get(provider);
        if (known != null && known.holdsAt(now)) {
            return known;
        }
        Sum fresh =
                sums.compute(
                        provider,
                        (name, before) ->
                                before != null && before.holdsAt(now)
                                        ? before
                                        : add(name, before, now));
        return fresh == null ? add(provider, null, now) : fresh;
    }

    private Sum add(String provider, @Nullable Sum before, Instant now) {
        List<ProviderReport> fresh = reports(provider, now);
        Instant until = Instant.MAX;
        Set<String> models = new TreeSet<>();
        Map<String, ListedModel> described = new LinkedHashMap<>();
        boolean usable = false;
        boolean asked = false;
        for (ProviderReport report : fresh) {
            Instant stale = report.staleAfter();
            until = stale.isBefore(until) ? stale : until;
            usable |= report.usable();
            ProviderListing listing = report.listing();
            if (report.usable()) {
                models.addAll(report.models());
                asked |= listing != null && listing.listedAt() != null;
            }
            if (listing != null) {
                listing.models().forEach(model -> described.put(model.id(), model));
            }
        }
        State state =
                usable
                        ? new State.Usable(Collections.unmodifiableSet(models), asked)
                        : fresh.isEmpty() ? NO_WORKER : unusable(fresh.getLast());
        return new Sum(state, kept(before, described), now, until);
    }

    /** The same object where nothing has changed, so that whoever builds on it need not anew. */
    private static Map<String, ListedModel> kept(
            @Nullable Sum before, Map<String, ListedModel> described) {
        return before != null && before.listed().equals(described)
                ? before.listed()
                : Collections.unmodifiableMap(described);
    }

    private static State unusable(ProviderReport report) {
        return new State.Unusable(
                report.code() == null ? "unusable" : report.code(),
                report.reason() == null ? "the worker gave no reason" : report.reason());
    }
}
