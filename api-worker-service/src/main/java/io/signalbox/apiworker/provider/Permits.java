package io.signalbox.apiworker.provider;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.apiworker.ApiWorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the calls that run at once against each provider, and the orders that wait for one: by
 * provider, and over all of them, so that the orders of a slow provider never fill the worker.
 * Thread-safe; blocks.
 */
@ApplicationScoped
public class Permits {

    private static final String METER = "signalbox.api_worker.";

    private record Entry(PermitPool pool, DeferralPause pause) {}

    private final ConcurrentMap<String, Entry> byProvider = new ConcurrentHashMap<>();
    private final Map<Lane, AtomicInteger> waiting = new EnumMap<>(Lane.class);
    private final MeterRegistry meters;
    private final PermitLimits limits;
    private volatile boolean draining;

    @Inject
    Permits(ApiWorkerConfig config, MeterRegistry meters) {
        this(PermitLimits.of(config), meters);
    }

    Permits(PermitLimits limits, MeterRegistry meters) {
        this.meters = meters;
        this.limits = limits;
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new AtomicInteger());
        }
    }

    /**
     * Waits for a permit, at most {@code permit-wait} and at most the given time; not at all where
     * too many wait already.
     *
     * @param concurrency most calls at once against this provider, from now on
     */
    public Admission acquire(String provider, int concurrency, Lane lane, Duration atMost)
            throws InterruptedException {
        if (draining) {
            return new Admission.Draining();
        }
        Entry entry = byProvider.computeIfAbsent(provider, this::newEntry);
        PermitPool pool = entry.pool();
        if (pool.size() != concurrency) {
            pool.resize(concurrency, limits.batchShare());
        }
        AtomicInteger all = Objects.requireNonNull(waiting.get(lane));
        int room = all.get() < limits.mostWaiting() ? limits.waitingRoom() : 0;
        PermitPool.Place place = pool.ask(lane, room);
        if (place == null) {
            return deferred(provider, entry);
        }
        if (place.permit().isDone()) {
            return granted(place);
        }
        all.incrementAndGet();
        try {
            return await(provider, entry, place, atMost);
        } finally {
            all.decrementAndGet();
        }
    }

    private Admission await(String provider, Entry entry, PermitPool.Place place, Duration atMost)
            throws InterruptedException {
        if (draining) {
            entry.pool().close();
        }
        Duration patience =
                atMost.compareTo(limits.permitWait()) < 0 ? atMost : limits.permitWait();
        try {
            return new Admission.Granted(
                    place.permit().get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return entry.pool().leave(place) ? deferred(provider, entry) : granted(place);
        } catch (InterruptedException e) {
            if (!entry.pool().leave(place)) {
                place.permit().join().close();
            }
            throw e;
        } catch (CancellationException e) {
            return new Admission.Draining();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a permit never fails", e);
        }
    }

    private Admission granted(PermitPool.Place place) {
        return place.permit().isCancelled()
                ? new Admission.Draining()
                : new Admission.Granted(place.permit().join());
    }

    private Admission deferred(String provider, Entry entry) {
        if (draining) {
            return new Admission.Draining();
        }
        meters.counter(METER + "orders.deferred", "provider", provider).increment();
        return new Admission.Deferred(
                entry.pause()
                        .next(System.nanoTime(), entry.pool().meanCall(), entry.pool().size()));
    }

    /**
     * For a call to the provider that no order wants: only while this worker has none under way
     * there, and {@code end} is called as soon as one comes. Nobody waits for it.
     *
     * @param end ends the call within a moment; called once at most
     * @return to be closed when the call has ended; empty where it must not be made now
     */
    public Optional<Permit> aside(String provider, Runnable end) {
        if (draining) {
            return Optional.empty();
        }
        PermitPool pool = byProvider.computeIfAbsent(provider, this::newEntry).pool();
        Optional<Permit> permit = Optional.ofNullable(pool.aside(end));
        if (draining) {
            pool.close();
        }
        return permit;
    }

    private Entry newEntry(String provider) {
        PermitPool pool = new PermitPool(System::nanoTime);
        Gauge.builder(METER + "calls.in.flight", pool, PermitPool::inFlight)
                .tag("provider", provider)
                .register(meters);
        for (Lane lane : Lane.values()) {
            Gauge.builder(METER + "orders.waiting", pool, p -> p.waiting(lane))
                    .tag("provider", provider)
                    .tag("priority", lane.tag())
                    .register(meters);
        }
        return new Entry(pool, new DeferralPause(limits.permitWait(), limits.longestDeferral()));
    }

    /** From now on nobody gets a permit, and nobody waits for one. */
    public void drain() {
        draining = true;
        byProvider.values().forEach(entry -> entry.pool().close());
    }
}
