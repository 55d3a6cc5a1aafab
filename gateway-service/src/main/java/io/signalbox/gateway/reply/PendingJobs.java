package io.signalbox.gateway.reply;

import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.Stopping;
import io.signalbox.gateway.http.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The callers of this instance that wait for a job, at most {@code max-in-flight} of them; several
 * may wait for one job.
 */
@ApplicationScoped
public class PendingJobs {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final ConcurrentMap<String, List<PendingJob>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger callers = new AtomicInteger();
    private final int maxInFlight;
    private final int maxBufferedChunks;

    private final Duration drain;

    PendingJobs(GatewayConfig config, MeterRegistry meters, Stopping stopping) {
        this.maxInFlight = config.maxInFlight();
        this.maxBufferedChunks = config.maxBufferedChunks();
        this.drain = config.drain();
        stopping.whenItBegins(
                () -> Thread.ofPlatform().name("gateway-drain").daemon().start(this::drain));
        meters.gauge("signalbox.gateway.waiting.callers", callers);
    }

    /**
     * Begins to wait; before the job is produced, so that its end cannot be missed.
     *
     * @throws ApiException 429 past the limit
     */
    public PendingJob register(JobId jobId) {
        return register(new PendingJob(jobId, maxBufferedChunks));
    }

    /**
     * Begins to wait for the end only: for a caller who comes too late for the first chunks.
     *
     * @throws ApiException 429 past the limit
     */
    public PendingJob registerForEnd(JobId jobId) {
        return register(new PendingJob(jobId, 0));
    }

    private PendingJob register(PendingJob pending) {
        if (callers.get() >= maxInFlight) {
            throw ApiException.tooMany(
                    "%d jobs are in flight here, at most %d are taken"
                            .formatted(callers.get(), maxInFlight),
                    Duration.ofSeconds(1));
        }
        callers.incrementAndGet();
        waiting.merge(
                pending.jobId().value(),
                List.of(pending),
                (before, one) -> Stream.concat(before.stream(), one.stream()).toList());
        return pending;
    }

    /** Nobody waits any more. */
    public void forget(PendingJob pending) {
        if (pending.release()) {
            callers.decrementAndGet();
            waiting.computeIfPresent(
                    pending.jobId().value(),
                    (id, all) -> {
                        List<PendingJob> others =
                                all.stream().filter(each -> each != pending).toList();
                        return others.isEmpty() ? null : others;
                    });
        }
    }

    /** Waits a while for answers that are on their way, then sends everybody off. */
    private void drain() {
        long until = System.nanoTime() + drain.toNanos();
        while (!waiting.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        waiting.values().forEach(all -> all.forEach(PendingJob::dismiss));
    }

    List<PendingJob> find(String jobId) {
        return waiting.getOrDefault(jobId, List.of());
    }
}
