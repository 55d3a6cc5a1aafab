package io.signalbox.metrics.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.SignalboxRecord;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Counts jobs, attempts, tokens and money as their records come by; a redelivered record counts
 * again (the ledger does not). Tags never name tenants or jobs. Thread-safe.
 */
@Singleton
final class EventMeters {

    /** Most providers and agents told apart. */
    static final int PROVIDERS = 64;

    /** Most models told apart. */
    static final int MODELS = 256;

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10)
    };

    private final MeterRegistry registry;
    private final BoundedTag providers = new BoundedTag(PROVIDERS);
    private final BoundedTag models = new BoundedTag(MODELS);

    @Inject
    EventMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void observe(SignalboxRecord value) {
        switch (value) {
            case JobAdmitted it -> registry.counter("signalbox.jobs.admitted").increment();
            case JobFinished it ->
                    registry.counter("signalbox.jobs", "status", it.result().status().wireName())
                            .increment();
            case AttemptFinished it when it.outcome() == Outcome.DEFERRED ->
                    registry.counter("signalbox.deferrals", candidate(it.candidate())).increment();
            case AttemptFinished it -> observe(it);
            default -> {}
        }
    }

    private void observe(AttemptFinished attempt) {
        Tags candidate = candidate(attempt.candidate());
        registry.counter(
                        "signalbox.attempts",
                        candidate
                                .and("outcome", attempt.outcome().wireName())
                                .and(
                                        "error_class",
                                        attempt.error() == null
                                                ? BoundedTag.NONE
                                                : attempt.error().errorClass().tag()))
                .increment();
        timer("signalbox.attempt.latency", candidate)
                .record(Duration.ofMillis(attempt.latencyMs()));
        if (attempt.ttftMs() != null) {
            timer("signalbox.attempt.ttft", candidate).record(Duration.ofMillis(attempt.ttftMs()));
        }
        if (attempt.usage() != null) {
            count(attempt.usage(), candidate);
        }
        if (attempt.costUsd() != null) {
            registry.counter("signalbox.cost.usd", candidate)
                    .increment(attempt.costUsd().amount().doubleValue());
        }
        if (attempt.unpriced()) {
            registry.counter("signalbox.unpriced", candidate).increment();
        }
    }

    private void count(Usage usage, Tags candidate) {
        tokens(candidate, "input", usage.input());
        tokens(candidate, "cached_read", usage.cachedRead());
        tokens(candidate, "cached_write", usage.cachedWrite());
        tokens(candidate, "output", usage.output());
        tokens(candidate, "reasoning", usage.reasoning());
    }

    private void tokens(Tags candidate, String kind, long count) {
        if (count > 0) {
            registry.counter("signalbox.tokens", candidate.and("kind", kind))
                    .increment((double) count);
        }
    }

    private Timer timer(String name, Tags tags) {
        return Timer.builder(name).tags(tags).serviceLevelObjectives(BUCKETS).register(registry);
    }

    /** An agent stands where the provider would. */
    private Tags candidate(Candidate candidate) {
        String provider =
                candidate.kind() == Candidate.Kind.API ? candidate.provider() : candidate.agent();
        return Tags.of("provider", providers.of(provider), "model", models.of(candidate.model()));
    }
}
