package io.signalbox.gateway.store;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.contracts.job.JobId;
import io.signalbox.messaging.RecordReader;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Feeds the job store from admitted, events and results, a whole poll at a time. While Postgres is
 * away it holds its batch and tries again; nothing is dropped.
 */
@ApplicationScoped
public class StoreConsumer {

    private static final Logger LOG = Logger.getLogger(StoreConsumer.class);

    private final JobStore store;
    private final StoreSchema schema;
    private final ReplyFeed replies;
    private final DistributionSummary batchSizes;

    StoreConsumer(JobStore store, StoreSchema schema, ReplyFeed replies, MeterRegistry meters) {
        this.store = store;
        this.schema = schema;
        this.replies = replies;
        this.batchSizes =
                DistributionSummary.builder("signalbox.gateway.store.batch").register(meters);
    }

    /** Reads and writes JSON on the worker pool: callers' connections are on the event loops. */
    @Incoming("gateway-store")
    public Uni<Void> store(ConsumerRecords<String, byte[]> records) {
        batchSizes.record(records.count());
        return Uni.createFrom()
                .item(() -> read(records))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(this::keep);
    }

    private static JobStore.Rows read(ConsumerRecords<String, byte[]> records) {
        StoreBatch batch = new StoreBatch();
        for (ConsumerRecord<String, byte[]> raw : records) {
            if (raw.key() != null && !JobId.isProbeKey(raw.key())) {
                add(raw, batch);
            }
        }
        return JobStore.Rows.of(batch);
    }

    private Uni<Void> keep(JobStore.Rows batch) {
        return Uni.createFrom()
                .deferred(() -> schema.isReady() ? store.write(batch) : notReady())
                .onFailure()
                .invoke(e -> LOG.warnf("the job store waits for Postgres: %s", e.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(5))
                .indefinitely()
                .invoke(replyDue -> {
                    if (replyDue) {
                        replies.wake();
                    }
                })
                .replaceWithVoid();
    }

    private static void add(ConsumerRecord<String, byte[]> raw, StoreBatch batch) {
        switch (RecordReader.read(raw)) {
            case RecordReader.Read.Known known ->
                    batch.add(known.value(), Instant.ofEpochMilli(raw.timestamp()));
            case RecordReader.Read.Foreign foreign ->
                    LOG.debugf("passed over a %s", foreign.type());
            case RecordReader.Read.Unreadable unreadable ->
                    LOG.warnf(
                            "%s-%d@%d is unreadable: %s",
                            raw.topic(), raw.partition(), raw.offset(), unreadable.reason());
        }
    }

    private static Uni<Boolean> notReady() {
        return Uni.createFrom().failure(new IllegalStateException("the schema is not there yet"));
    }
}
