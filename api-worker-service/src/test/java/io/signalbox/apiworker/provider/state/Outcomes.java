package io.signalbox.apiworker.provider.state;

import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.limits.RateLimits;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Providers and ends of calls. */
final class Outcomes {

    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    static final StateLimits LIMITS =
            new StateLimits(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofMinutes(10));

    private Outcomes() {}

    static Provider provider(String... keys) {
        return new Provider(
                "p",
                Dialect.OPENAI,
                URI.create("http://p/v1"),
                Stream.of(keys).map(Secret::new).toList(),
                Enablement.ON,
                null,
                false,
                false,
                1,
                1,
                null,
                List.of(),
                Map.of(),
                null,
                new Provider.Limits(null, null, null, null, 32),
                new Provider.Timeouts(
                        Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofSeconds(20)),
                new Provider.Health(Duration.ofSeconds(60), Duration.ofSeconds(5)),
                new Provider.Breaker(0.5, 20, 5, Duration.ofSeconds(30)),
                Map.of());
    }

    static CallOutcome answered() {
        return answered(RateLimits.NONE);
    }

    static CallOutcome answered(RateLimits limits) {
        return new CallOutcome.Succeeded(
                "yes",
                null,
                List.of(),
                "stop",
                new Usage(1, 0, 0, 1, 0, false),
                null,
                false,
                100,
                50L,
                limits);
    }

    static CallOutcome.Failed failed(ErrorClass errorClass, @Nullable Integer status) {
        return CallOutcome.Failed.unsent(new AttemptError(errorClass, "p said no", status));
    }

    static CallOutcome.Failed limited(@Nullable Duration hint) {
        CallOutcome.Failed failed = failed(ErrorClass.RATE_LIMITED, 429);
        return hint == null ? failed : failed.withRetryAfter(hint);
    }

    static CallOutcome.Failed refused() {
        return failed(ErrorClass.PROVIDER_AUTHENTICATION, 401);
    }
}
