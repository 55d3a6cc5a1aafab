package io.signalbox.apiworker.provider;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.WorkerPublisher;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.provider.discovery.CloudLists;
import io.signalbox.apiworker.provider.discovery.LocalServers;
import io.signalbox.apiworker.provider.discovery.ModelCommands;
import io.signalbox.apiworker.provider.discovery.ToldModels;
import io.signalbox.apiworker.provider.ping.LocalPings;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.event.ModelCommand;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.event.ProviderTest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final LocalServers locals;
    private final CloudLists lists;
    private final ToldModels told;
    private final ModelCommands commands;
    private final LocalPings pings;
    private final ProviderTests tests;
    private final WorkerPublisher publisher;
    private final FleetReports reports;
    private final Map<Dialect, ModelList> dialects = new HashMap<>();
    private final Timer detection;
    private final Duration heartbeat;
    private final Rounds rounds = new Rounds("api-worker-report", this::reportAll);
    private final Lookers lookers;

    /**
     * Providers of the latest round, and those of which it is not told yet that they are gone;
     * rounds only use it, one at a time.
     */
    private Set<String> known = Set.of();

    private volatile boolean reported;

    ProviderReporter(
            ActiveCatalog catalog,
            LocalServers locals,
            CloudLists lists,
            ToldModels told,
            ModelCommands commands,
            LocalPings pings,
            ProviderTests tests,
            WorkerPublisher publisher,
            FleetReports reports,
            @Any Instance<DialectClient> clients,
            MeterRegistry registry,
            ApiWorkerConfig config) {
        this.catalog = catalog;
        this.locals = locals;
        this.lists = lists;
        this.told = told;
        this.commands = commands;
        this.pings = pings;
        this.tests = tests;
        this.publisher = publisher;
        this.reports = reports;
        this.heartbeat = config.heartbeat();
        this.lookers = new Lookers("api-worker-look", heartbeat.dividedBy(2));
        this.detection =
                Timer.builder("signalbox.api_worker.detection")
                        .description("Time until every local server has answered or refused")
                        .register(registry);
        clients.forEach(client -> dialects.put(client.dialect(), client.modelList()));
    }

    /** Whether every provider has been reported once. */
    public boolean hasReported() {
        return reported;
    }

    void start(@Observes StartupEvent event) {
        catalog.follow(changed -> {
            lists.follow(changed);
            rounds.soon();
        });
        locals.onNews(rounds::soon);
        lists.onNews(rounds::soon);
        commands.onNews(rounds::soon);
        commands.onTest(this::test);
        lists.follow(catalog.current());
        rounds.soon();
    }

    @Scheduled(
            identity = "api-worker-heartbeat",
            every = "${signalbox.api-worker.heartbeat:10s}",
            delayed = "${signalbox.api-worker.heartbeat:10s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void report() {
        rounds.now();
    }

    /** One that is slow has its report when it has answered; the others do not wait for it. */
    private void reportAll() {
        Map<String, Provider> providers = catalog.current().providers();
        Map<String, Runnable> work = new HashMap<>();
        known.forEach(
                name -> work.put(name, () -> publish(name, () -> reports.tell(removed(name)))));
        Looking looking = new Looking(providers.size());
        providers.forEach((name, provider) ->
                work.put(name, () -> publish(name, () -> reports.tell(looking.at(provider)))));
        Set<String> still = lookers.round(work);
        still.forEach(
                name -> LOG.warnf("provider %s is still looked at since the round before", name));
        Set<String> told = new HashSet<>(still);
        told.addAll(providers.keySet());
        known = told;
        if (lookers.haveEnded(providers.keySet())) {
            reported = true;
        }
    }

    /** The looks of one round, and how long all of them took. */
    private final class Looking {

        private final long begunNanos = System.nanoTime();
        private final AtomicInteger left;

        Looking(int providers) {
            this.left = new AtomicInteger(providers);
        }

        ProviderReport at(Provider provider) {
            try {
                return look(provider);
            } finally {
                if (left.decrementAndGet() == 0) {
                    detection.record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS);
                }
            }
        }
    }

    /** Tests first, so that what it found out is in the report that tells of it. */
    private void test(ModelCommand command, Provider provider) {
        ProviderTest test = tests.test(command.jobId().value(), provider);
        publish(provider.name(), () -> reports.tell(look(provider), test));
    }

    private void publish(String provider, Supplier<Uni<Void>> tell) {
        try {
            tell.get().await().atMost(PUBLISH_LIMIT);
        } catch (RuntimeException e) {
            LOG.warnf("provider %s not reported now: %s", provider, e.getMessage());
        }
    }

    private ProviderReport look(Provider provider) {
        ModelList list = dialects.get(provider.dialect());
        Optional<Hindrance> hindrance = Hindrance.of(provider, list != null);
        if (hindrance.isPresent()) {
            return unusable(provider, hindrance.get().kind().code(), hindrance.get().reason());
        }
        return list != null && provider.local() ? lookAtLocal(provider, list) : usable(provider);
    }

    private ProviderReport lookAtLocal(Provider provider, ModelList list) {
        return switch (locals.look(provider, list)) {
            case LocalServers.Look.There _ -> {
                pings.found(provider, list);
                yield usable(provider);
            }
            case LocalServers.Look.Starting starting ->
                    unusable(provider, "starting", starting.reason());
            case LocalServers.Look.NotThere not ->
                    provider.enabled() == Enablement.ON
                            ? usable(provider)
                            : unusable(provider, "not_running", not.reason());
        };
    }

    private ProviderReport usable(Provider provider) {
        return report(provider.name(), true, null, null, told.ids(provider.name()));
    }

    private ProviderReport unusable(Provider provider, String code, String reason) {
        return report(provider.name(), false, code, reason, List.of());
    }

    /** Told once, so that nobody waits for its reports to grow stale. */
    private ProviderReport removed(String provider) {
        pings.forget(provider);
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
                        Instant.now())
                .withListing(told.listing(provider));
    }
}
