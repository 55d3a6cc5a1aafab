package io.signalbox.apiworker.provider.discovery;

import io.quarkus.runtime.ShutdownEvent;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.active.ActiveCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Asks the providers that are not local for their lists of models: at start, when their entry in
 * the catalog changes, and from time to time. Only where there is a key, never offline. A list that
 * cannot be read changes nothing but what is told of it: the provider stays as usable as it was.
 */
@ApplicationScoped
public class CloudLists {

    private static final Logger LOG = Logger.getLogger(CloudLists.class);

    /** First pause after a failure; doubled with each further one, up to the interval. */
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);

    private static final int MOST_DOUBLINGS = 20;

    private final Supplier<Catalog> catalog;
    private final ListReader reader;
    private final FoundModels found;
    private final Duration interval;
    private final Duration limit;
    private final Map<Dialect, ModelList> dialects;
    private final Turns turns;
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Set<String> asking = ConcurrentHashMap.newKeySet();
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();

    @Inject
    CloudLists(
            ActiveCatalog catalog,
            ListReader reader,
            FoundModels found,
            @Any Instance<DialectClient> clients,
            ApiWorkerConfig config) {
        this(
                catalog::current,
                reader,
                found,
                clients.stream()
                        .collect(
                                Collectors.toMap(DialectClient::dialect, DialectClient::modelList)),
                new Turns("api-worker-list"),
                config.discoveryInterval(),
                config.discoveryTimeout());
    }

    CloudLists(
            Supplier<Catalog> catalog,
            ListReader reader,
            FoundModels found,
            Map<Dialect, ModelList> dialects,
            Turns turns,
            Duration interval,
            Duration limit) {
        this.catalog = catalog;
        this.reader = reader;
        this.found = found;
        this.dialects = Map.copyOf(dialects);
        this.turns = turns;
        this.interval = interval;
        this.limit = limit;
    }

    /** Called, on a thread of its own, when a provider has answered. */
    public void onNews(Runnable follower) {
        followers.add(follower);
    }

    /**
     * Asks those that were never asked as they are configured now, and those whose turn came while
     * they were not to be asked; returns at once.
     */
    public void follow(Catalog current) {
        found.retain(current.providers().keySet());
        current.providers().values().stream()
                .filter(provider -> isToAsk(current, provider))
                .filter(provider -> isNew(provider) || !turns.has(provider.name()))
                .forEach(provider -> askSoon(provider.name(), Duration.ZERO));
    }

    private boolean isNew(Provider provider) {
        return found.of(provider.name()).filter(it -> it.isOf(provider)).isEmpty();
    }

    /** Asks now, whatever the schedule says; returns at once. */
    void refresh(String provider) {
        askSoon(provider, Duration.ZERO);
    }

    /** Takes in what a question outside of the schedule came to. */
    void told(Provider provider, ListReader.Outcome outcome) {
        if (isToAsk(catalog.get(), provider)) {
            askSoon(provider.name(), pause(provider.name(), take(provider, outcome)));
        }
    }

    private boolean isToAsk(Catalog current, Provider provider) {
        return !provider.local()
                && provider.enabled() != Enablement.OFF
                && !provider.apiKeys().isEmpty()
                && !current.offline()
                && dialects.containsKey(provider.dialect());
    }

    private void askSoon(String provider, Duration pause) {
        turns.next(provider, pause, () -> ask(provider));
    }

    /** Where it is being asked already, whoever asks gives it its next turn after that. */
    private void ask(String name) {
        turns.end(name);
        Catalog current = catalog.get();
        Provider provider = current.providers().get(name);
        if (provider == null || !isToAsk(current, provider) || !asking.add(name)) {
            return;
        }
        boolean good = false;
        try {
            good = take(provider, reader.read(provider, dialect(provider), limit));
        } catch (RuntimeException e) {
            LOG.warnf("the models of %s could not be read: %s", name, e.getClass().getSimpleName());
        } finally {
            asking.remove(name);
        }
        askSoon(name, pause(name, good));
        followers.forEach(Runnable::run);
    }

    private ModelList dialect(Provider provider) {
        ModelList dialect = dialects.get(provider.dialect());
        if (dialect == null) {
            throw new IllegalStateException("no dialect " + provider.dialect());
        }
        return dialect;
    }

    private boolean take(Provider provider, ListReader.Outcome outcome) {
        Found before =
                found.of(provider.name())
                        .filter(it -> it.isOf(provider))
                        .orElse(new Found(provider, List.of(), null, null, null));
        switch (outcome) {
            case ListReader.Outcome.Listed listed -> {
                found.put(new Found(provider, listed.models(), Instant.now(), null, null));
                return true;
            }
            case ListReader.Outcome.Refused refused ->
                    found.put(before.failed("it answered with status " + refused.status()));
            case ListReader.Outcome.Silent silent -> found.put(before.failed(silent.why()));
        }
        return false;
    }

    /** Spread by a tenth either way, so that many workers do not ask at once. */
    private Duration pause(String provider, boolean good) {
        Duration whole = interval;
        if (good) {
            failures.remove(provider);
        } else {
            int times = failures.merge(provider, 1, Integer::sum);
            Duration retry = FIRST_RETRY.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
            whole = retry.compareTo(interval) < 0 ? retry : interval;
        }
        long tenth = Math.max(1, whole.toMillis() / 10);
        return whole.plusMillis(ThreadLocalRandom.current().nextLong(-tenth, tenth + 1));
    }

    void stop(@Observes ShutdownEvent event) {
        turns.stop();
    }
}
