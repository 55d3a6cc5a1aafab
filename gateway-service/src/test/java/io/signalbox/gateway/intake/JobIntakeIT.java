package io.signalbox.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.AdmittedTopic;
import io.signalbox.gateway.RealBroker;
import io.signalbox.gateway.http.ApiException;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** One record at a time, on a real broker; Postgres is never there. */
@QuarkusTest
@QuarkusTestResource(RealBroker.class)
class JobIntakeIT {

    private static final String TOPIC = "signalbox.jobs";

    @Inject JobIntake intake;

    @Test
    void aRecordThatComesAgainIsTheSameJobInTheSameReplyPartition() {
        String ticket = UUID.randomUUID().toString();
        ConsumerRecord<String, byte[]> record =
                record(
                        41,
                        Instant.now(),
                        "{\"instruction\":\"hi\",\"metadata\":{\"ticket\":\"%s\"}}",
                        ticket);

        intake.take(record);
        intake.take(record);

        List<JobAdmitted> twice = admitted(ticket);
        assertThat(twice).hasSize(2);
        assertThat(twice).extracting(JobAdmitted::jobId).containsOnly(twice.getFirst().jobId());
        assertThat(twice)
                .extracting(JobAdmitted::replyPartition)
                .containsOnly(twice.getFirst().replyPartition());
    }

    @Test
    void whatLayInTheTopicIsRunUnlessItSaysItselfThatItIsTooOld() {
        Instant hoursAgo = Instant.now().minus(Duration.ofHours(3));
        String patient = UUID.randomUUID().toString();
        String hasty = UUID.randomUUID().toString();

        intake.take(
                record(
                        51,
                        hoursAgo,
                        "{\"instruction\":\"hi\",\"metadata\":{\"ticket\":\"%s\"}}",
                        patient));
        intake.take(
                record(
                        52,
                        hoursAgo,
                        "{\"instruction\":\"hi\",\"limits\":{\"timeout\":\"30s\"},\"metadata\":{\"ticket\":\"%s\"}}",
                        hasty));

        assertThat(admitted(patient))
                .singleElement()
                .satisfies(job -> assertThat(job.deadline()).isAfter(job.admittedAt()));
        assertThat(admitted(hasty))
                .singleElement()
                .satisfies(job ->
                        assertThat(Duration.between(hoursAgo, job.deadline()))
                                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31)));
    }

    @Test
    void aCallersIdWaitsForPostgres() {
        ConsumerRecord<String, byte[]> record =
                record(
                        61,
                        Instant.now(),
                        "{\"instruction\":\"hi\",\"id\":\"%s\"}",
                        JobId.create().value());

        assertThatThrownBy(() -> intake.take(record))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.code()).isEqualTo("store_unavailable"));
    }

    @Test
    void aRecordOfDaysAgoWaitsForPostgresWhichAloneKnowsWhetherItWasRun() {
        ConsumerRecord<String, byte[]> record =
                record(
                        71,
                        Instant.now().minus(Duration.ofDays(2)),
                        "{\"instruction\":\"hi\",\"metadata\":{\"ticket\":\"%s\"}}",
                        UUID.randomUUID().toString());

        assertThatThrownBy(() -> intake.take(record))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.code()).isEqualTo("store_unavailable"));
    }

    private static List<JobAdmitted> admitted(String ticket) {
        return AdmittedTopic.read().stream()
                .filter(job -> ticket.equals(job.job().metadata().get("ticket")))
                .toList();
    }

    private static ConsumerRecord<String, byte[]> record(
            long offset, Instant at, String json, String value) {
        return new ConsumerRecord<>(
                TOPIC,
                3,
                offset,
                at.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                "key",
                json.formatted(value).getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }
}
