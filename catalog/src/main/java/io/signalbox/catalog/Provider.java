package io.signalbox.catalog;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One model API, as configured.
 *
 * <p>Models' ids are held as {@link Dialect#modelId} has them.
 *
 * @param name the catalog's name, first segment of its models' names
 * @param baseUrl up to and without the operation's path, no trailing slash
 * @param apiKeys in rotation; empty where none is configured or present
 * @param disabledReason shown where {@code enabled} is OFF; null for no special reason
 * @param local may be used offline
 * @param free may be used in mode free_only
 * @param priority lower is tried earlier
 * @param weight share under the weighted strategy, 0 or more
 * @param defaultModel the provider's own id of the model for plain requests
 * @param models the only models to use; empty: registry and discovery
 * @param taskModels model id by task type
 * @param fallback a provider tried next whatever the chain says
 * @param headers extra request headers
 */
public record Provider(
        String name,
        Dialect dialect,
        URI baseUrl,
        List<Secret> apiKeys,
        Enablement enabled,
        @Nullable String disabledReason,
        boolean local,
        boolean free,
        int priority,
        double weight,
        @Nullable String defaultModel,
        List<String> models,
        Map<String, String> taskModels,
        @Nullable String fallback,
        Limits limits,
        Timeouts timeouts,
        Health health,
        Breaker breaker,
        Map<String, String> headers) {

    /**
     * What the provider allows us; null is no limit.
     *
     * @param concurrency calls at once from one worker, 1 or more
     */
    public record Limits(
            @Nullable Long requestsPerMinute,
            @Nullable Long requestsPerDay,
            @Nullable Long tokensPerMinute,
            @Nullable Long tokensPerDay,
            int concurrency) {

        public static final int DEFAULT_CONCURRENCY = 32;
    }

    /**
     * @param connect default 3 s
     * @param firstToken from the request to the first content; default 30 s, local 120 s
     * @param idle between two signs of life after that; default 20 s
     * @param thinking in place of {@code firstToken} for a model that thinks first; null: half of
     *     what is left of the job, at least {@code firstToken}
     */
    public record Timeouts(
            Duration connect, Duration firstToken, Duration idle, @Nullable Duration thinking) {

        /** The same patience with models that think. */
        public Timeouts(Duration connect, Duration firstToken, Duration idle) {
            this(connect, firstToken, idle, firstToken);
        }
    }

    /**
     * How a local server's models are pinged; no other provider is.
     *
     * @param interval between two pings; zero is never; default 60 s
     * @param timeout of one; default 5 s
     */
    public record Health(Duration interval, Duration timeout) {}

    /**
     * @param failureRatio opens at this share of failures; default 0.5
     * @param window calls looked at; default 20
     * @param minimum calls needed before it may open; default 5
     * @param openFor how long it stays open before one call probes; default 30 s
     */
    public record Breaker(double failureRatio, int window, int minimum, Duration openFor) {}

    public Provider {
        apiKeys = List.copyOf(apiKeys);
        defaultModel = defaultModel == null ? null : dialect.modelId(defaultModel);
        models = models.stream().map(dialect::modelId).toList();
        taskModels =
                taskModels.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        task -> dialect.modelId(task.getValue())));
        headers = Map.copyOf(headers);
    }

    /** Whether only the configured models exist here. */
    public boolean hasClosedModelList() {
        return !models.isEmpty();
    }

    /** Never keys or headers. */
    @Override
    public String toString() {
        return "Provider[" + name + ", " + dialect.wireName() + ", " + baseUrl + "]";
    }
}
