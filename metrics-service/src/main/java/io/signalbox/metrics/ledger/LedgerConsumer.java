package io.signalbox.metrics.ledger;

import io.signalbox.contracts.job.JobId;
import io.signalbox.messaging.RecordReader;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads admissions, events and results, and keeps them in the ledger: one batch at a time, a batch
 * acknowledged only when Postgres has it. While Postgres is away the same batch is tried again
 * until it is in; nothing is dropped and the channel never ends. What cannot be read is counted and
 * skipped.
 */
@Singleton
final class LedgerConsumer {

    private static final Logger LOG = Logger.getLogger(LedgerConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final LedgerStore store;
    private final EventMeters events;
    private final LedgerMeters ledger;
    private final AtomicBoolean waiting = new AtomicBoolean();

    @Inject
    LedgerConsumer(LedgerStore store, EventMeters events, LedgerMeters ledger) {
        this.store = store;
        this.events = events;
        this.ledger = ledger;
    }

    /** Completes when the batch is in Postgres, however long that takes. */
    @Incoming("metrics-ledger")
    Uni<Void> take(ConsumerRecords<String, byte[]> records) {
        return Uni.createFrom()
                .item(() -> decode(records))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(this::keep);
    }

    private Uni<Void> keep(List<LedgerEntry> entries) {
        return Uni.createFrom()
                .deferred(() -> store.write(entries))
                .onFailure()
                .invoke(this::sayThatItWaits)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .invoke(leftOut -> kept(entries, leftOut))
                .replaceWithVoid();
    }

    private void sayThatItWaits(Throwable failure) {
        ledger.retried();
        if (waiting.compareAndSet(false, true)) {
            LOG.warnf("the ledger waits for Postgres: %s", failure);
        }
    }

    private void kept(List<LedgerEntry> entries, int leftOut) {
        ledger.refused(leftOut);
        entries.stream()
                .map(LedgerEntry::writtenAt)
                .max(Instant::compareTo)
                .ifPresent(newest -> ledger.kept(entries.size(), newest));
        if (waiting.compareAndSet(true, false)) {
            LOG.info("the ledger goes on");
        }
    }

    private List<LedgerEntry> decode(ConsumerRecords<String, byte[]> records) {
        List<LedgerEntry> entries = new ArrayList<>(records.count());
        for (ConsumerRecord<String, byte[]> raw : records) {
            if (raw.key() != null && JobId.isProbeKey(raw.key())) {
                continue;
            }
            switch (RecordReader.read(raw)) {
                case RecordReader.Read.Known(var value) -> {
                    events.observe(value);
                    entries.add(
                            new LedgerEntry(
                                    value, raw.offset(), Instant.ofEpochMilli(raw.timestamp())));
                }
                case RecordReader.Read.Foreign(var type) -> {
                    ledger.foreign();
                    LOG.debugf("%s is of unknown type %s, skipped", position(raw), type);
                }
                case RecordReader.Read.Unreadable(var reason) -> {
                    ledger.unreadable();
                    LOG.warnf("%s cannot be read, skipped", position(raw));
                    LOG.debugf("%s: %s", position(raw), reason);
                }
            }
        }
        return entries;
    }

    private static String position(ConsumerRecord<?, ?> raw) {
        return "%s-%d@%d".formatted(raw.topic(), raw.partition(), raw.offset());
    }
}
