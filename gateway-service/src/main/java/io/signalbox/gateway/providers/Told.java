package io.signalbox.gateway.providers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signalbox.contracts.event.ProviderCondition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the live workers tell of one provider, put together. Pure. */
final class Told {

    /** The worst of any worker counts. */
    private static final List<String> STATES =
            List.of("unknown", "healthy", "degraded", "unhealthy");

    private static final int RATE_DIGITS = 3;

    /** From this share of a limit on its use is warned of. */
    private static final double WARNING_SHARE = 0.8;

    /** So long is warned of a limit whose reset the provider does not tell. */
    private static final Duration WITHOUT_RESET = Duration.ofHours(1);

    private final List<ProviderCondition> conditions;
    private final Instant now;

    /**
     * @param conditions one per worker
     */
    Told(List<ProviderCondition> conditions, Instant now) {
        this.conditions = conditions;
        this.now = now;
    }

    /**
     * @param state the worst that a worker tells
     * @param calls that were looked at, over all workers
     * @param errorRate failures per call; null without calls
     * @param consecutiveFailures the most that a worker tells
     * @param responseMs the workers' medians, by their calls; null where none succeeded
     * @param lastError the latest
     * @param lastPing the latest; null where the provider is not pinged
     * @param availability over 24 hours; null where the ledger tells nothing of it
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Health(
            String state,
            int calls,
            @Nullable BigDecimal errorRate,
            int consecutiveFailures,
            @Nullable Long responseMs,
            ProviderCondition.@Nullable LastError lastError,
            ProviderCondition.@Nullable Ping lastPing,
            @Nullable Availability availability) {}

    /**
     * @param setAside the most that a worker tells
     * @param aside those that a worker does not use, or not for a model
     */
    record Keys(int count, int setAside, List<ProviderCondition.KeyAside> aside) {}

    /**
     * @param model null for all of the provider's
     * @param until when the first worker asks again
     * @param workers how many do not ask now
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record CoolDown(
            @Nullable String model, String code, String reason, Instant until, int workers) {}

    /**
     * A limit as the latest answer told it.
     *
     * @param used null where the provider does not tell both
     * @param warning four fifths or more of it are used, and it was not reset since
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Quota(
            String model,
            String name,
            @Nullable Long limit,
            @Nullable Long used,
            @Nullable Long remaining,
            @Nullable Instant resetsAt,
            boolean warning,
            Instant seenAt) {

        /** As a warning says it. */
        String inWords() {
            return "%s: %d of %d %s used%s"
                    .formatted(
                            model,
                            used,
                            limit,
                            name,
                            resetsAt == null ? "" : ", resets at " + resetsAt);
        }
    }

    /**
     * @param availability as the ledger has it
     */
    Health health(@Nullable Availability availability) {
        List<ProviderCondition.Health> all =
                conditions.stream().map(ProviderCondition::health).toList();
        int calls = all.stream().mapToInt(ProviderCondition.Health::calls).sum();
        int failures = all.stream().mapToInt(ProviderCondition.Health::failures).sum();
        return new Health(
                all.stream()
                        .map(ProviderCondition.Health::state)
                        .max(Comparator.comparingInt(STATES::indexOf))
                        .orElse("unknown"),
                calls,
                calls == 0
                        ? null
                        : BigDecimal.valueOf(failures)
                                .divide(
                                        BigDecimal.valueOf(calls),
                                        RATE_DIGITS,
                                        RoundingMode.HALF_UP),
                all.stream()
                        .mapToInt(ProviderCondition.Health::consecutiveFailures)
                        .max()
                        .orElse(0),
                responseMs(all),
                all.stream()
                        .flatMap(health -> Stream.ofNullable(health.lastError()))
                        .max(Comparator.comparing(ProviderCondition.LastError::at))
                        .orElse(null),
                all.stream()
                        .flatMap(health -> Stream.ofNullable(health.lastPing()))
                        .max(Comparator.comparing(ProviderCondition.Ping::at))
                        .orElse(null),
                availability);
    }

    private static @Nullable Long responseMs(List<ProviderCondition.Health> all) {
        long weights = 0;
        long sum = 0;
        for (ProviderCondition.Health health : all) {
            Long median = health.responseMs();
            if (median != null) {
                long good = Math.max(1, health.calls() - health.failures());
                weights += good;
                sum += good * median;
            }
        }
        return weights == 0 ? null : sum / weights;
    }

    Keys keys() {
        List<ProviderCondition.Keys> all =
                conditions.stream().map(ProviderCondition::keys).toList();
        Map<List<Object>, ProviderCondition.KeyAside> aside = new LinkedHashMap<>();
        all.stream()
                .flatMap(keys -> keys.aside().stream())
                .filter(key -> now.isBefore(key.until()))
                .forEach(key ->
                        aside.merge(
                                List.of(key.position(), Optional.ofNullable(key.model())),
                                key,
                                (one, two) -> one.until().isAfter(two.until()) ? one : two));
        return new Keys(
                all.stream().mapToInt(ProviderCondition.Keys::count).max().orElse(0),
                all.stream().mapToInt(ProviderCondition.Keys::setAside).max().orElse(0),
                aside.values().stream()
                        .sorted(Comparator.comparingInt(ProviderCondition.KeyAside::position))
                        .toList());
    }

    /** Those of all models first, then by model. */
    List<CoolDown> coolDowns() {
        Map<Optional<String>, CoolDown> byModel = new LinkedHashMap<>();
        conditions.stream()
                .flatMap(condition -> condition.coolDowns().stream())
                .filter(one -> now.isBefore(one.until()))
                .forEach(one ->
                        byModel.merge(
                                Optional.ofNullable(one.model()),
                                new CoolDown(one.model(), one.code(), one.reason(), one.until(), 1),
                                Told::earlier));
        return byModel.values().stream()
                .sorted(Comparator.comparing(it -> Objects.requireNonNullElse(it.model(), "")))
                .toList();
    }

    private static CoolDown earlier(CoolDown one, CoolDown two) {
        CoolDown first = one.until().isAfter(two.until()) ? two : one;
        return new CoolDown(
                first.model(),
                first.code(),
                first.reason(),
                first.until(),
                one.workers() + two.workers());
    }

    /** By model and name; of several workers the latest. */
    List<Quota> quota() {
        Map<List<String>, ProviderCondition.Limit> latest = new LinkedHashMap<>();
        conditions.stream()
                .flatMap(condition -> condition.limits().stream())
                .forEach(limit ->
                        latest.merge(
                                List.of(limit.model(), limit.name()),
                                limit,
                                (one, two) -> one.seenAt().isAfter(two.seenAt()) ? one : two));
        return latest.values().stream()
                .sorted(
                        Comparator.comparing(ProviderCondition.Limit::model)
                                .thenComparing(ProviderCondition.Limit::name))
                .map(this::quota)
                .toList();
    }

    private Quota quota(ProviderCondition.Limit limit) {
        Long allowed = limit.limit();
        Long remaining = limit.remaining();
        Long used = allowed == null || remaining == null ? null : Math.max(0, allowed - remaining);
        Instant resetsAt = limit.resetsAt();
        Instant counts = resetsAt == null ? limit.seenAt().plus(WITHOUT_RESET) : resetsAt;
        return new Quota(
                limit.model(),
                limit.name(),
                allowed,
                used,
                remaining,
                resetsAt,
                now.isBefore(counts) && isNearlyAll(used, allowed),
                limit.seenAt());
    }

    private static boolean isNearlyAll(@Nullable Long used, @Nullable Long allowed) {
        return used != null && allowed != null && allowed > 0 && used >= allowed * WARNING_SHARE;
    }
}
