package io.signalbox.metrics.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** How the ledger itself fares. Thread-safe. */
@Singleton
final class LedgerMeters {

    private final InstantSource clock;
    private final DistributionSummary batchSize;
    private final AtomicLong lagMs = new AtomicLong();
    private final Counter retries;
    private final Counter foreign;
    private final Counter unreadable;
    private final Counter refused;

    @Inject
    LedgerMeters(MeterRegistry registry) {
        this(registry, InstantSource.system());
    }

    LedgerMeters(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.batchSize =
                DistributionSummary.builder("signalbox.ledger.batch")
                        .description("Records written to the ledger at once")
                        .baseUnit("records")
                        .register(registry);
        Gauge.builder("signalbox.ledger.lag", lagMs, ms -> ms.doubleValue() / 1000)
                .description("Age of the newest record of the last batch when it was written")
                .baseUnit("seconds")
                .register(registry);
        this.retries =
                Counter.builder("signalbox.ledger.retries")
                        .description("Writes of a batch that failed and were tried again")
                        .register(registry);
        this.foreign = skipped(registry, "foreign");
        this.unreadable = skipped(registry, "unreadable");
        this.refused = skipped(registry, "refused");
    }

    private static Counter skipped(MeterRegistry registry, String reason) {
        return Counter.builder("signalbox.ledger.skipped")
                .description("Records that are not in the ledger")
                .tag("reason", reason)
                .register(registry);
    }

    void kept(int records, Instant newest) {
        batchSize.record(records);
        lagMs.set(Math.max(0, Duration.between(newest, clock.instant()).toMillis()));
    }

    void retried() {
        retries.increment();
    }

    /** A type of another version. */
    void foreign() {
        foreign.increment();
    }

    /** Bytes that are not what their header says. */
    void unreadable() {
        unreadable.increment();
    }

    /** Values that Postgres does not take. */
    void refused(int records) {
        refused.increment(records);
    }
}
