package io.signalbox.gateway.providers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.messaging.fleet.CoolDowns;
import io.signalbox.messaging.fleet.Fleet;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One provider as {@code GET /v1/providers} shows it: what all live workers tell, put together, and
 * what the ledger has learnt.
 *
 * @param status {@code usable}; {@code limited} where some models cannot be asked now; else why
 *     nothing can be asked: a code as in {@code POST /v1/route}
 * @param reason in words; null where usable
 * @param enabled true, false or auto
 * @param detected whether a worker can use it: it has a key, or its server answers
 * @param models how many there are
 * @param workers how many live workers tell of it
 * @param warnings in words: the limits that are nearly used up
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ProviderStateView(
        String name,
        String status,
        @Nullable String reason,
        String enabled,
        boolean detected,
        boolean local,
        boolean free,
        int priority,
        String dialect,
        int models,
        int workers,
        List<String> warnings,
        Told.Health health,
        Told.Keys keys,
        List<Told.CoolDown> coolDowns,
        List<Told.Quota> quota) {

    /** Stands for every model that nothing is told of. */
    private static final String ANY_MODEL = "";

    /** Short answers to {@code how does it stand}. */
    private record Standing(String status, @Nullable String reason) {}

    static ProviderStateView of(
            Provider provider,
            int models,
            Fleet.State state,
            List<ProviderReport> reports,
            @Nullable Availability availability,
            Instant now) {
        Told told =
                new Told(
                        reports.stream()
                                .map(ProviderReport::condition)
                                .filter(Objects::nonNull)
                                .toList(),
                        now);
        List<Told.Quota> quota = told.quota();
        List<Told.CoolDown> coolDowns = told.coolDowns();
        Standing standing = standing(state, reports, coolDowns, now);
        return new ProviderStateView(
                provider.name(),
                standing.status(),
                standing.reason(),
                enabled(provider.enabled()),
                state instanceof Fleet.State.Usable,
                provider.local(),
                provider.free(),
                provider.priority(),
                provider.dialect().wireName(),
                models,
                reports.size(),
                quota.stream().filter(Told.Quota::warning).map(Told.Quota::inWords).toList(),
                told.health(availability),
                told.keys(),
                coolDowns,
                quota);
    }

    private static Standing standing(
            Fleet.State state,
            List<ProviderReport> reports,
            List<Told.CoolDown> coolDowns,
            Instant now) {
        return switch (state) {
            case Fleet.State.Unusable unusable -> new Standing(unusable.code(), unusable.reason());
            case Fleet.State.Usable _ ->
                    CoolDowns.of(reports, ANY_MODEL, now)
                            .map(whole -> new Standing(whole.code(), whole.reason()))
                            .orElseGet(() -> partly(coolDowns));
        };
    }

    private static Standing partly(List<Told.CoolDown> coolDowns) {
        if (coolDowns.isEmpty()) {
            return new Standing("usable", null);
        }
        Told.CoolDown first = coolDowns.getFirst();
        String others =
                coolDowns.size() == 1 ? "" : "; and %d more".formatted(coolDowns.size() - 1);
        return new Standing("limited", first.model() + ": " + first.reason() + others);
    }

    static String enabled(Enablement enabled) {
        return switch (enabled) {
            case AUTO -> "auto";
            case ON -> "true";
            case OFF -> "false";
        };
    }
}
