package io.signalbox.apiworker.provider.state;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.ProviderCondition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What this worker knows of each provider of the catalog. Thread-safe; nothing blocks. */
@ApplicationScoped
public class ProviderStates {

    private static final Logger LOG = Logger.getLogger(ProviderStates.class);
    private static final String METER = "signalbox.api_worker.";

    private final ConcurrentMap<String, ProviderState> byName = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final StateLimits limits;
    private final MeterRegistry meters;
    private final InstantSource clock;

    @Inject
    ProviderStates(ApiWorkerConfig config, MeterRegistry meters) {
        this(StateLimits.of(config), meters, InstantSource.system());
    }

    ProviderStates(StateLimits limits, MeterRegistry meters, InstantSource clock) {
        this.limits = limits;
        this.meters = meters;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, ActiveCatalog catalog) {
        catalog.follow(this::follow);
        follow(catalog.current());
    }

    /** Another catalog is in force. */
    void follow(Catalog catalog) {
        byName.keySet().removeIf(name -> !catalog.providers().containsKey(name));
        for (Provider provider : catalog.providers().values()) {
            if (of(provider).follow(provider)) {
                changed(provider.name());
            }
        }
    }

    /**
     * From now on told of each provider whose calls are to be made otherwise, on the thread that
     * found out: it must not take long.
     */
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Why the model cannot be asked now; empty where it can. */
    public Optional<Out> out(Provider provider, String model) {
        return of(provider).out(model, clock.instant());
    }

    /** Whether the provider has said that it is gone for good. */
    public Optional<Out.Gone> gone(String provider) {
        ProviderState state = byName.get(provider);
        return state == null ? Optional.empty() : state.gone();
    }

    /** As the fleet is told; empty for a provider that is in no catalog. */
    public Optional<ProviderCondition> condition(String provider) {
        ProviderState state = byName.get(provider);
        return state == null ? Optional.empty() : Optional.of(state.condition(clock.instant()));
    }

    /** How a ping ended; told at once. */
    public void pinged(Provider provider, String model, CallOutcome outcome) {
        of(provider).pinged(model, outcome, clock.instant());
        changed(provider.name());
    }

    /** Whether a job's call, of those that health is judged by, ended since then. */
    public boolean hasCallSince(Provider provider, Instant then) {
        return of(provider).hasCallSince(then);
    }

    /** When a job's call to the model ended last. */
    public Optional<Instant> lastCall(Provider provider, String model) {
        return of(provider).lastCall(model);
    }

    Instant now() {
        return clock.instant();
    }

    Choice choose(Provider provider, String model, Collection<KeyUse> tried) {
        return of(provider).choose(model, tried, clock.instant());
    }

    void ended(Provider provider, KeyUse use, CallOutcome outcome) {
        if (of(provider).ended(use, outcome, clock.instant())) {
            tell(provider, use, outcome);
            changed(provider.name());
        }
    }

    void broken(Provider provider, KeyUse use) {
        if (of(provider).broken(use, clock.instant())) {
            changed(provider.name());
        }
    }

    private void tell(Provider provider, KeyUse use, CallOutcome outcome) {
        ErrorClass cause = cause(outcome);
        if (cause == null) {
            return;
        }
        String key = use.key().fingerprint();
        LOG.logf(
                cause == ErrorClass.RATE_LIMITED ? Logger.Level.DEBUG : Logger.Level.WARN,
                "not asked like this for a while, provider=%s model=%s key=%s errorClass=%s",
                provider.name(),
                use.model(),
                key == null ? "none" : key,
                cause);
        meters.counter(
                        METER + "cool.downs",
                        "provider",
                        provider.name(),
                        "error_class",
                        cause.tag())
                .increment();
    }

    /** What took something out; null where something came back. */
    private static @Nullable ErrorClass cause(CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Failed failure) {
            ErrorClass errorClass = failure.error().errorClass();
            return switch (errorClass) {
                case PROVIDER_AUTHENTICATION, RATE_LIMITED, QUOTA_EXHAUSTED -> errorClass;
                case UNAVAILABLE -> ProviderState.isGone(failure) ? errorClass : null;
                default -> null;
            };
        }
        return outcome.limits().exhaustedUntil().isPresent() ? ErrorClass.RATE_LIMITED : null;
    }

    private void changed(String provider) {
        listeners.forEach(listener -> listener.accept(provider));
    }

    private ProviderState of(Provider provider) {
        return byName.computeIfAbsent(provider.name(), name -> newState(provider));
    }

    private ProviderState newState(Provider provider) {
        String name = provider.name();
        Gauge.builder(METER + "keys.set.aside", this, states -> states.setAside(name))
                .tag("provider", name)
                .register(meters);
        Gauge.builder(METER + "models.cooling", this, states -> states.cooling(name))
                .tag("provider", name)
                .register(meters);
        return new ProviderState(provider, limits);
    }

    private int setAside(String provider) {
        return condition(provider).map(it -> it.keys().setAside()).orElse(0);
    }

    private int cooling(String provider) {
        return condition(provider).map(it -> it.coolDowns().size()).orElse(0);
    }
}
