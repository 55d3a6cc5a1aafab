package io.signalbox.apiworker.provider;

import io.quarkus.runtime.StartupEvent;
import io.signalbox.apiworker.WorkerPublisher;
import io.signalbox.apiworker.provider.state.Out;
import io.signalbox.apiworker.provider.state.ProviderStates;
import io.signalbox.contracts.event.ProviderCondition;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.event.ProviderTest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the fleet of providers: what was found out about each by looking, and what calls have shown
 * as of the moment of telling. What calls show that changes plans is told at once. Thread-safe.
 */
@ApplicationScoped
class FleetReports {

    private static final Logger LOG = Logger.getLogger(FleetReports.class);

    /** Changes that come close together are told once. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private final WorkerPublisher publisher;
    private final ProviderStates states;
    private final InstantSource clock = InstantSource.system();

    /** By provider, as it was looked at last; also the lock under which reports are sent. */
    private final Map<String, ProviderReport> looked = new ConcurrentHashMap<>();

    /** Those that are about to be told again, so that a burst of changes is told once. */
    private final Set<String> due = ConcurrentHashMap.newKeySet();

    FleetReports(WorkerPublisher publisher, ProviderStates states) {
        this.publisher = publisher;
        this.states = states;
    }

    void start(@Observes StartupEvent event) {
        states.onChange(this::tellAgain);
    }

    /**
     * Sends it now, with what calls have shown; the Uni completes with the broker's
     * acknowledgement.
     *
     * @param found how it looks apart from calls
     */
    Uni<Void> tell(ProviderReport found) {
        looked.put(found.provider(), found);
        return send(found.provider(), null);
    }

    /** The same, and once what came of a test. */
    Uni<Void> tell(ProviderReport found, ProviderTest test) {
        looked.put(found.provider(), found);
        return send(found.provider(), test);
    }

    /** Soon, on a thread of its own. */
    private void tellAgain(String provider) {
        if (looked.containsKey(provider) && due.add(provider)) {
            Thread.ofVirtual()
                    .name("api-worker-condition")
                    .start(() -> {
                        LockSupport.parkNanos(GATHER.toNanos());
                        due.remove(provider);
                        send(provider, null)
                                .subscribe()
                                .with(
                                        ignored -> {},
                                        e ->
                                                LOG.warnf(
                                                        "provider %s not reported now: %s",
                                                        provider, e.getMessage()));
                    });
        }
    }

    /** In one piece, so that what is told later is later in the topic. */
    private Uni<Void> send(String provider, @Nullable ProviderTest test) {
        Uni<Void> sent = Uni.createFrom().voidItem();
        synchronized (looked) {
            ProviderReport found = looked.get(provider);
            if (found != null) {
                ProviderReport told =
                        test == null ? complete(found) : complete(found).withTest(test);
                sent = publisher.publisher().publish(told).memoize().indefinitely();
                sent.subscribe().with(ignored -> {}, e -> LOG.debugf("not sent: %s", e));
            }
        }
        return sent;
    }

    private ProviderReport complete(ProviderReport found) {
        Optional<ProviderCondition> condition = states.condition(found.provider());
        Optional<Out.Gone> gone = states.gone(found.provider());
        ProviderReport told =
                found.usable() ? gone.map(it -> gone(found, it)).orElse(found) : found;
        Instant now = clock.instant();
        return condition.map(it -> told.with(it, now)).orElse(told);
    }

    private static ProviderReport gone(ProviderReport found, Out.Gone gone) {
        return found.unusable(gone.code(), gone.reason());
    }
}
