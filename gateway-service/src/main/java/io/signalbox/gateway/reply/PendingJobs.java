package io.signalbox.gateway.reply;

import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.Stopping;
import io.signalbox.gateway.http.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;

/** The jobs that callers of this instance wait for, at most {@code max-in-flight} of them. */
@ApplicationScoped
public class PendingJobs {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final ConcurrentMap<String, PendingJob> waiting = new ConcurrentHashMap<>();
    private final int maxInFlight;
    private final int maxBufferedChunks;

    private final Duration drain;

    PendingJobs(GatewayConfig config, MeterRegistry meters, Stopping stopping) {
        this.maxInFlight = config.maxInFlight();
        this.maxBufferedChunks = config.maxBufferedChunks();
        this.drain = config.drain();
        stopping.whenItBegins(
                () -> Thread.ofPlatform().name("gateway-drain").daemon().start(this::drain));
        meters.gaugeMapSize("signalbox.gateway.waiting.callers", List.of(), waiting);
    }

    /**
     * Begins to wait; before the job is produced, so that its end cannot be missed.
     *
     * @throws ApiException 429 past the limit
     */
    public PendingJob register(JobId jobId) {
        if (waiting.size() >= maxInFlight) {
            throw ApiException.tooMany(
                    "%d jobs are in flight here, at most %d are taken"
                            .formatted(waiting.size(), maxInFlight),
                    Duration.ofSeconds(1));
        }
        PendingJob pending = new PendingJob(jobId, maxBufferedChunks);
        waiting.put(jobId.value(), pending);
        return pending;
    }

    /** Nobody waits any more. */
    public void forget(PendingJob pending) {
        waiting.remove(pending.jobId().value(), pending);
    }

    /** Waits a while for answers that are on their way, then sends everybody off. */
    private void drain() {
        long until = System.nanoTime() + drain.toNanos();
        while (!waiting.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        waiting.values().forEach(PendingJob::dismiss);
    }

    Optional<PendingJob> find(String jobId) {
        return Optional.ofNullable(waiting.get(jobId));
    }
}
