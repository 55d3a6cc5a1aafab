package io.signalbox.apiworker.provider.state;

import io.signalbox.apiworker.call.limits.RateLimits;
import io.signalbox.contracts.event.ProviderCondition;
import io.signalbox.contracts.event.ProviderCondition.Limit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the provider last told of its limits, by model. Guarded by its {@link ProviderState}. */
final class SeenLimits {

    /** The models whose answers are the oldest go first. */
    private static final int MOST_MODELS = 16;

    /** The latest is the last. */
    private final Map<String, List<Limit>> byModel = new LinkedHashMap<>();

    void add(String model, RateLimits told, Instant now) {
        if (told.dimensions().isEmpty()) {
            return;
        }
        byModel.remove(model);
        byModel.put(
                model,
                told.dimensions().stream()
                        .map(one ->
                                new Limit(
                                        model,
                                        one.name(),
                                        one.limit(),
                                        one.remaining(),
                                        one.resetsAt(),
                                        now))
                        .toList());
        if (byModel.size() > MOST_MODELS) {
            byModel.remove(byModel.keySet().iterator().next());
        }
    }

    List<Limit> told() {
        return List.copyOf(byModel.values()).reversed().stream()
                .flatMap(List::stream)
                .limit(ProviderCondition.MOST_LIMITS)
                .toList();
    }
}
