package io.signalbox.apiworker.call;

import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.job.ChatInput;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Providers and requests for tests. */
public final class Requests {

    public static final Secret KEY = new Secret("sk-test-0123456789abcdef");

    private static final Provider.Timeouts LONG =
            new Provider.Timeouts(
                    Duration.ofSeconds(3), Duration.ofSeconds(20), Duration.ofSeconds(20));

    private Requests() {}

    public static Provider provider(String name, URI baseUrl) {
        return provider(name, baseUrl, LONG, false);
    }

    public static Provider provider(
            String name, URI baseUrl, Provider.Timeouts timeouts, boolean local) {
        return provider(Dialect.OPENAI, name, baseUrl, timeouts, local);
    }

    /** Not local, named {@code p}. */
    public static Provider provider(Dialect dialect, URI baseUrl, Provider.Timeouts timeouts) {
        return provider(dialect, "p", baseUrl, timeouts, false);
    }

    /** Not local, named {@code p}, in no hurry. */
    public static Provider provider(Dialect dialect, URI baseUrl) {
        return provider(dialect, "p", baseUrl);
    }

    /** Not local, in no hurry. */
    public static Provider provider(Dialect dialect, String name, URI baseUrl) {
        return provider(dialect, name, baseUrl, LONG, false);
    }

    /** A local Ollama, named {@code p}. */
    public static Provider ollama(URI baseUrl) {
        return provider(Dialect.OLLAMA, "p", baseUrl, LONG, true);
    }

    private static Provider provider(
            Dialect dialect, String name, URI baseUrl, Provider.Timeouts timeouts, boolean local) {
        return new Provider(
                name,
                dialect,
                baseUrl,
                List.of(KEY),
                Enablement.ON,
                null,
                local,
                false,
                1,
                1,
                null,
                List.of(),
                Map.of(),
                null,
                new Provider.Limits(null, null, null, null, 32),
                timeouts,
                new Provider.Health(Duration.ofSeconds(60), Duration.ofSeconds(5)),
                new Provider.Breaker(0.5, 20, 5, Duration.ofSeconds(30)),
                Map.of("x-extra", "yes"));
    }

    /** The same with other configured headers. */
    public static Provider withHeaders(Provider provider, Map<String, String> headers) {
        return new Provider(
                provider.name(),
                provider.dialect(),
                provider.baseUrl(),
                provider.apiKeys(),
                provider.enabled(),
                provider.disabledReason(),
                provider.local(),
                provider.free(),
                provider.priority(),
                provider.weight(),
                provider.defaultModel(),
                provider.models(),
                provider.taskModels(),
                provider.fallback(),
                provider.limits(),
                provider.timeouts(),
                provider.health(),
                provider.breaker(),
                headers);
    }

    /** One dollar a million in, two out, ten cents cached. */
    public static Model model(boolean acceptsTemperature) {
        return new Model(
                "p",
                "m",
                null,
                null,
                new Price(BigDecimal.ONE, BigDecimal.TWO, new BigDecimal("0.1"), null, null),
                Set.of(),
                null,
                List.of(),
                List.of(),
                Map.of(),
                acceptsTemperature,
                null,
                null,
                null,
                null);
    }

    /** As {@link #model(boolean)}, with capabilities and a longest answer of 64,000 tokens. */
    public static Model model(boolean acceptsTemperature, String... capabilities) {
        Model plain = model(acceptsTemperature);
        return new Model(
                plain.provider(),
                plain.id(),
                null,
                64_000L,
                plain.price(),
                Set.of(capabilities),
                null,
                List.of(),
                List.of(),
                Map.of(),
                acceptsTemperature,
                null,
                null,
                null,
                null);
    }

    public static CallRequest request(Provider provider) {
        return request(provider, ChatInput.of("What is the capital of France?"), model(true));
    }

    public static CallRequest request(Provider provider, ChatInput input, @Nullable Model model) {
        return request(provider, "some/model:1", input, model);
    }

    public static CallRequest request(
            Provider provider, String modelId, ChatInput input, @Nullable Model model) {
        return new CallRequest(
                provider,
                KEY,
                modelId,
                model,
                input,
                "01JDXXXXXXXXXXXXXXXXXXXXXX/1",
                Instant.now().plus(Duration.ofSeconds(60)));
    }
}
