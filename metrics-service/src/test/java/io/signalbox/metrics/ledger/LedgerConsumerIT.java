package io.signalbox.metrics.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerConsumerIT {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Told JOB = Told.job(1, "acme", "chat", NOON);

    private static LedgerFixture ledger;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private LedgerConsumer consumer;

    @BeforeAll
    static void start(@TempDir Path directory) {
        ledger = LedgerFixture.start(directory);
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @BeforeEach
    void prepare() {
        ledger.empty();
        consumer =
                new LedgerConsumer(
                        ledger.store(),
                        new EventMeters(registry),
                        new LedgerMeters(registry, () -> NOON.plusSeconds(3)));
    }

    @Test
    void whilePostgresIsAwayABatchWaitsAndIsNotLost() throws Exception {
        // Given
        ledger.stopPostgres();
        assertThatThrownBy(() -> ledger.write(List.of(JOB.admitted())))
                .isInstanceOf(RuntimeException.class);
        CompletableFuture<Void> taken =
                consumer.take(batch(List.of(raw(JOB.admitted().value()))))
                        .subscribeAsCompletionStage();

        // When
        boolean doneBefore = taken.isDone();
        ledger.startPostgresAgain();
        taken.get(60, TimeUnit.SECONDS);

        // Then
        assertThat(doneBefore).isFalse();
        assertThat(ledger.texts("select tenant from metrics.jobs")).containsExactly("acme");
    }

    @Test
    void whatCannotBeReadIsCountedAndSkipped() {
        // Given
        ConsumerRecord<String, byte[]> garbage = raw("signalbox.job.admitted.v1", "key", "{]");
        ConsumerRecord<String, byte[]> foreign = raw("signalbox.job.admitted.v9", "key", "{}");

        // When
        consumer.take(batch(List.of(garbage, foreign, raw(JOB.admitted().value()))))
                .await()
                .indefinitely();

        // Then
        assertThat(ledger.rows("jobs", "job_id")).hasSize(1);
        assertThat(skipped("unreadable")).isEqualTo(1);
        assertThat(skipped("foreign")).isEqualTo(1);
        assertThat(registry.get("signalbox.ledger.lag").gauge().value()).isEqualTo(3);
    }

    @Test
    void warmUpRecordsAreNobodysJobs() {
        // Given
        ConsumerRecord<String, byte[]> probe =
                raw("signalbox.job.admitted.v1", JobId.createProbe().value(), "not even JSON");

        // When
        consumer.take(batch(List.of(probe))).await().indefinitely();

        // Then
        assertThat(ledger.rows("jobs", "job_id")).isEmpty();
        assertThat(skipped("unreadable")).isZero();
    }

    private double skipped(String reason) {
        return registry.get("signalbox.ledger.skipped").tag("reason", reason).counter().count();
    }

    private static ConsumerRecord<String, byte[]> raw(SignalboxRecord value) {
        return raw(RecordType.of(value).typeName(), value.jobId().value(), Json.text(value));
    }

    private static ConsumerRecord<String, byte[]> raw(String type, String key, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                "signalbox.admitted",
                0,
                0,
                NOON.toEpochMilli(),
                TimestampType.CREATE_TIME,
                key.length(),
                value.length,
                key,
                value,
                new RecordHeaders().add(Headers.CE_TYPE, type.getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
    }

    private static ConsumerRecords<String, byte[]> batch(
            List<ConsumerRecord<String, byte[]>> records) {
        return new ConsumerRecords<>(
                Map.of(new TopicPartition("signalbox.admitted", 0), new ArrayList<>(records)),
                Map.of());
    }
}
