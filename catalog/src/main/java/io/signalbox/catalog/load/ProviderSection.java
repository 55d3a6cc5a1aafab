package io.signalbox.catalog.load;

import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.MappingReader;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code providers.<name>}. */
final class ProviderSection {

    private static final int DEFAULT_PRIORITY = 10;
    private static final URI NOWHERE = URI.create("http://localhost");
    private static final Duration FIRST_TOKEN = Duration.ofSeconds(30);

    /** A local server may have to load the model first. */
    private static final Duration LOCAL_FIRST_TOKEN = Duration.ofMinutes(2);

    private final ApiKeys apiKeys;
    private final References references;

    ProviderSection(ApiKeys apiKeys, References references) {
        this.apiKeys = apiKeys;
        this.references = references;
    }

    Provider read(String name, MappingReader in) {
        try (in) {
            boolean local = in.get("local", Forms.FLAG, false);
            List<String> models = Lists.distinct(in, "models", Forms.TEXT);
            return new Provider(
                    name,
                    in.require("dialect", Forms.DIALECT, Dialect.OPENAI),
                    in.require("base_url", Forms.BASE_URL, NOWHERE),
                    apiKeys.read(in.items("api_keys", Forms.SECRET)),
                    in.get("enabled", Forms.ENABLEMENT, Enablement.AUTO),
                    in.find("disabled_reason", Forms.TEXT).orElse(null),
                    local,
                    in.get("free", Forms.FLAG, false),
                    in.get("priority", Forms.PRIORITY, DEFAULT_PRIORITY),
                    in.get("weight", Forms.WEIGHT, 1.0),
                    defaultModel(name, models, in),
                    models,
                    taskModels(name, in),
                    fallback(name, in),
                    limits(in.section("limits")),
                    timeouts(in.section("timeouts"), local),
                    health(in.section("health")),
                    breaker(in.section("breaker")),
                    HeaderSection.read(in));
        }
    }

    /** Where the operator's closed list leaves the shipped default out, the list's first. */
    private @Nullable String defaultModel(String name, List<String> models, MappingReader in) {
        Located<String> model = in.locate("default_model", Forms.TEXT).orElse(null);
        if (model == null) {
            return null;
        }
        boolean shipped = model.place().file().startsWith(SourceFile.SHIPPED);
        if (shipped && !models.isEmpty() && !models.contains(model.value())) {
            return models.getFirst();
        }
        references.modelOf(name, model);
        return model.value();
    }

    private Map<String, String> taskModels(String name, MappingReader in) {
        Map<String, String> models = new HashMap<>();
        in.values("task_models", Forms.TEXT)
                .forEach((task, model) -> {
                    references.modelOf(name, model);
                    models.put(task, model.value());
                });
        return models;
    }

    private @Nullable String fallback(String name, MappingReader in) {
        Located<String> fallback = in.locate("fallback", Forms.TEXT).orElse(null);
        if (fallback == null) {
            return null;
        }
        if (fallback.value().equals(name)) {
            in.error("fallback", "a provider cannot be its own fallback: name another one");
        }
        references.provider(fallback);
        return fallback.value();
    }

    private static Provider.Limits limits(MappingReader in) {
        try (in) {
            return new Provider.Limits(
                    in.find("requests_per_minute", Forms.AMOUNT).orElse(null),
                    in.find("requests_per_day", Forms.AMOUNT).orElse(null),
                    in.find("tokens_per_minute", Forms.AMOUNT).orElse(null),
                    in.find("tokens_per_day", Forms.AMOUNT).orElse(null),
                    in.get("concurrency", Forms.COUNT, Provider.Limits.DEFAULT_CONCURRENCY));
        }
    }

    private static Provider.Timeouts timeouts(MappingReader in, boolean local) {
        try (in) {
            Optional<Duration> firstToken = in.find("first_token", Forms.DURATION);
            return new Provider.Timeouts(
                    in.get("connect", Forms.DURATION, Duration.ofSeconds(3)),
                    firstToken.orElse(local ? LOCAL_FIRST_TOKEN : FIRST_TOKEN),
                    in.get("idle", Forms.DURATION, Duration.ofSeconds(20)),
                    in.find("thinking", Forms.DURATION).or(() -> firstToken).orElse(null));
        }
    }

    private static Provider.Health health(MappingReader in) {
        try (in) {
            return new Provider.Health(
                    in.get("interval", Forms.DURATION_OR_ZERO, Duration.ofMinutes(1)),
                    in.get("timeout", Forms.DURATION, Duration.ofSeconds(5)));
        }
    }

    private static Provider.Breaker breaker(MappingReader in) {
        try (in) {
            int window = in.get("window", Forms.COUNT, 20);
            int minimum = in.get("minimum", Forms.COUNT, Math.min(5, window));
            if (minimum > window) {
                in.error(
                        "minimum",
                        "is over the window of %d calls: make it less".formatted(window));
            }
            return new Provider.Breaker(
                    in.get("failure_ratio", Forms.RATIO, 0.5),
                    window,
                    minimum,
                    in.get("open_for", Forms.DURATION, Duration.ofSeconds(30)));
        }
    }
}
