package io.signalbox.metrics.availability;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.signalbox.contracts.event.Insight;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordPublisher;
import io.signalbox.metrics.ledger.LedgerSchema;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Tells on the insights topic what the ledger has learnt. Every instance tells the same, since all
 * read one ledger; a turn that fails is left out, the next one tells what is true then.
 */
@Singleton
final class InsightReports {

    private static final Logger LOG = Logger.getLogger(InsightReports.class);

    /** Telling that takes longer has failed. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final AvailabilityStore store;
    private final LedgerSchema schema;
    private final RecordPublisher publisher;
    private final InstantSource clock = InstantSource.system();
    private volatile boolean stopping;

    @Inject
    InsightReports(
            AvailabilityStore store,
            LedgerSchema schema,
            @Channel("metrics-out")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 4_096)
                    MutinyEmitter<byte[]> out,
            KafkaAddress address) {
        this.store = store;
        this.schema = schema;
        this.publisher = new RecordPublisher(out, out, address, "metrics", clock);
    }

    @Scheduled(
            identity = "metrics-insights",
            every = "${signalbox.metrics.insight-interval}",
            // The scheduler starts before the channels.
            skipExecutionIf = Scheduled.ApplicationNotRunning.class,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tell() {
        if (stopping || !schema.isReady()) {
            return;
        }
        try {
            List<Insight> insights = store.read(clock.instant());
            if (!insights.isEmpty()) {
                Uni.join()
                        .all(insights.stream().map(publisher::publish).toList())
                        .andCollectFailures()
                        .await()
                        .atMost(TIMEOUT);
            }
        } catch (RuntimeException e) {
            if (!stopping) {
                LOG.warnf("insights not told now: %s", e.getMessage());
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }
}
