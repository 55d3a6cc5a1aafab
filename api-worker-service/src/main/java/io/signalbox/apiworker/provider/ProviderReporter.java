package io.signalbox.apiworker.provider;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.WorkerPublisher;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.event.ProviderReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the fleet, every heartbeat, what this worker can do with each provider: keys are known only
 * here, and only workers see local servers. A new catalog is told at once.
 */
@ApplicationScoped
public class ProviderReporter {

    private static final Logger LOG = Logger.getLogger(ProviderReporter.class);
    private static final Duration PUBLISH_LIMIT = Duration.ofSeconds(10);

    private final ActiveCatalog catalog;
    private final ProviderProbe probe;
    private final WorkerPublisher publisher;
    private final Map<Dialect, ModelList> dialects = new EnumMap<>(Dialect.class);
    private final Duration heartbeat;
    private final Lock reporting = new ReentrantLock();

    /** Providers of the latest round; guarded by {@link #reporting}. */
    private Set<String> known = Set.of();

    private volatile boolean reported;

    ProviderReporter(
            ActiveCatalog catalog,
            ProviderProbe probe,
            WorkerPublisher publisher,
            @Any Instance<DialectClient> clients,
            ApiWorkerConfig config) {
        this.catalog = catalog;
        this.probe = probe;
        this.publisher = publisher;
        this.heartbeat = config.heartbeat();
        clients.forEach(client -> dialects.put(client.dialect(), client.modelList()));
    }

    /** Whether every provider has been reported once. */
    public boolean hasReported() {
        return reported;
    }

    void start(@Observes StartupEvent event) {
        catalog.follow(changed -> reportSoon());
        reportSoon();
    }

    private void reportSoon() {
        Thread.ofVirtual().name("api-worker-report").start(this::report);
    }

    @Scheduled(
            identity = "api-worker-heartbeat",
            every = "${signalbox.api-worker.heartbeat:10s}",
            delayed = "${signalbox.api-worker.heartbeat:10s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void report() {
        reporting.lock();
        try {
            Map<String, Provider> providers = catalog.current().providers();
            try (ExecutorService lookers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Provider provider : providers.values()) {
                    lookers.execute(() -> publish(provider.name(), () -> look(provider)));
                }
                known.stream()
                        .filter(name -> !providers.containsKey(name))
                        .forEach(name -> lookers.execute(() -> publish(name, () -> removed(name))));
            }
            known = Set.copyOf(providers.keySet());
        } finally {
            reporting.unlock();
        }
        reported = true;
    }

    private void publish(String provider, Supplier<ProviderReport> look) {
        try {
            Uni<Void> sent = publisher.publisher().publish(look.get());
            sent.await().atMost(PUBLISH_LIMIT);
        } catch (RuntimeException e) {
            LOG.warnf("provider %s not reported now: %s", provider, e.getMessage());
        }
    }

    private ProviderReport look(Provider provider) {
        if (provider.enabled() == Enablement.OFF) {
            String why = provider.disabledReason();
            return unusable(provider, "disabled", why == null ? "disabled in the catalog" : why);
        }
        ModelList list = dialects.get(provider.dialect());
        if (list == null) {
            return unusable(
                    provider,
                    "no_dialect",
                    "this version does not speak the dialect " + provider.dialect().wireName());
        }
        boolean on = provider.enabled() == Enablement.ON;
        if (provider.local()) {
            Optional<List<String>> models = probe.models(provider, list);
            return models.isPresent() || on
                    ? report(provider.name(), true, null, null, models.orElse(List.of()))
                    : unusable(
                            provider, "not_running", "no server answers at " + provider.baseUrl());
        }
        return on || !provider.apiKeys().isEmpty()
                ? report(provider.name(), true, null, null, List.of())
                : unusable(
                        provider,
                        "no_key",
                        "no API key; set one, or enabled: true for a server that needs none");
    }

    private ProviderReport unusable(Provider provider, String code, String reason) {
        return report(provider.name(), false, code, reason, List.of());
    }

    /** Told once, so that nobody waits for its reports to grow stale. */
    private ProviderReport removed(String provider) {
        return report(provider, false, "unknown_provider", "removed from the catalog", List.of());
    }

    private ProviderReport report(
            String provider,
            boolean usable,
            @Nullable String code,
            @Nullable String reason,
            List<String> models) {
        return new ProviderReport(
                publisher.worker(),
                provider,
                usable,
                code,
                reason,
                models,
                heartbeat.toMillis(),
                Instant.now());
    }
}
