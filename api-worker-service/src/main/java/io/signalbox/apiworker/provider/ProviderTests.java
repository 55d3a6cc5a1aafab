package io.signalbox.apiworker.provider;

import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.provider.discovery.ListNow;
import io.signalbox.apiworker.provider.ping.LocalPings;
import io.signalbox.apiworker.provider.ping.Pinged;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.ProviderCondition.Ping;
import io.signalbox.contracts.event.ProviderTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Tests whether a provider's API answers, as far as that costs nothing: its list of models, and of
 * a local server one token. Never what the catalog forbids: a provider that is off, or one outside
 * where {@code offline} is set. Blocks; thread-safe.
 */
@ApplicationScoped
class ProviderTests {

    private static final Logger LOG = Logger.getLogger(ProviderTests.class);

    /** Most tests of this worker at once; a further one fails. */
    private static final int MAX_AT_ONCE = 4;

    private final ActiveCatalog catalog;
    private final ListNow lists;
    private final LocalPings pings;
    private final Map<Dialect, ModelList> dialects = new HashMap<>();
    private final Semaphore room = new Semaphore(MAX_AT_ONCE);
    private final InstantSource clock = InstantSource.system();

    ProviderTests(
            ActiveCatalog catalog,
            ListNow lists,
            LocalPings pings,
            @Any Instance<DialectClient> clients) {
        this.catalog = catalog;
        this.lists = lists;
        this.pings = pings;
        clients.forEach(client -> dialects.put(client.dialect(), client.modelList()));
    }

    /**
     * @param id of who asked for it
     */
    ProviderTest test(String id, Provider provider) {
        if (!room.tryAcquire()) {
            return failed(
                    id,
                    ErrorClass.OVERLOADED,
                    "this worker tests %d providers at once; ask again".formatted(MAX_AT_ONCE));
        }
        try {
            return asked(id, provider);
        } catch (RuntimeException e) {
            LOG.warnf("not tested, provider=%s: %s", provider.name(), e.getClass().getSimpleName());
            return failed(id, ErrorClass.INTERNAL, "the worker could not ask");
        } finally {
            room.release();
        }
    }

    private ProviderTest asked(String id, Provider provider) {
        ModelList dialect = dialects.get(provider.dialect());
        Optional<Hindrance> hindrance = Hindrance.of(provider, dialect != null);
        if (hindrance.isPresent() || dialect == null) {
            return hindered(id, hindrance.orElseThrow());
        }
        if (!provider.local() && catalog.current().offline()) {
            return failed(
                    id,
                    ErrorClass.UNAVAILABLE,
                    "offline is set in the catalog: only local providers are asked");
        }
        long begun = System.nanoTime();
        ListNow.Listed listed = lists.of(provider, dialect);
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        return switch (listed) {
            case ListNow.Listed.Failed failed -> new ProviderTest(id, ms, 0, failed.error());
            case ListNow.Listed.Models models ->
                    pinged(id, ms, models.count(), pings.now(provider, dialect));
        };
    }

    private static ProviderTest hindered(String id, Hindrance hindrance) {
        ErrorClass errorClass =
                switch (hindrance.kind()) {
                    case DISABLED -> ErrorClass.UNAVAILABLE;
                    case NO_DIALECT -> ErrorClass.INTERNAL;
                    case NO_KEY -> ErrorClass.PROVIDER_AUTHENTICATION;
                };
        return failed(id, errorClass, hindrance.reason());
    }

    private static ProviderTest failed(String id, ErrorClass errorClass, String why) {
        return new ProviderTest(id, 0, 0, AttemptError.of(errorClass, why));
    }

    private ProviderTest pinged(String id, long ms, int models, Pinged pinged) {
        Instant now = clock.instant();
        return switch (pinged) {
            case Pinged.Answered(String model, long latencyMs) ->
                    new ProviderTest(id, ms, models, null, new Ping(model, now, latencyMs, null));
            case Pinged.Failed(String model, AttemptError error) ->
                    new ProviderTest(
                            id, ms, models, error, new Ping(model, now, null, error.errorClass()));
            case Pinged.NotMade _ -> new ProviderTest(id, ms, models, null);
        };
    }
}
