package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.gateway.admission.SourceRecord;
import io.signalbox.messaging.RecordReader;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.TopicReader;
import io.signalbox.standalone.harness.TopicWriter;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that come by Kafka: their results, replies and dead letters. */
@ExtendWith(SharedSignalbox.class)
class KafkaIntakeIT {

    private static final String JOBS = Topic.JOBS.fullName(Topic.DEFAULT_PREFIX);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PAST_THE_LIMIT = 4 * 1024 * 1024 + 1;

    private final RunningSignalbox signalbox;
    private final SimulatedProvider provider;
    private final String broker;
    private final TopicWriter writer;

    KafkaIntakeIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.provider = signalbox.script("first", Script.DEFAULT);
        this.broker = signalbox.process().bootstrapServers();
        this.writer = new TopicWriter(broker);
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void aRecordIsAJobWithAnIdOfItsPlaceAndTime() {
        // Given
        String ticket = ticket();

        // When
        RecordMetadata place =
                writer.write(JOBS, 4, "any key", job("over kafka", ticket).toString());

        // Then
        ConsumerRecord<String, byte[]> result = results(ticket, 1).getFirst();
        JsonNode json = json(result);
        assertThat(json.path("status").asText()).isEqualTo("succeeded");
        assertThat(json.path("output").asText()).isEqualTo("You said: over kafka");
        String jobId = json.path("job_id").asText();
        assertThat(header(result, Headers.CE_ID)).isEqualTo(jobId).isEqualTo(result.key());
        assertThat(jobId)
                .isEqualTo(
                        new SourceRecord(
                                        JOBS,
                                        4,
                                        place.offset(),
                                        Instant.ofEpochMilli(place.timestamp()))
                                .jobId()
                                .value());
        assertThat(signalbox.http().get("/jobs/" + jobId).status()).isEqualTo(200);
    }

    @Test
    void whatIsNoJobIsADeadLetterAsItCameAndThePartitionGoesOn() {
        // Given
        String ticket = ticket();
        byte[] binaryKey = {(byte) 0xff, 0, (byte) 0xc3, 40};

        // When
        write(ticket, "this is not JSON");
        write(ticket, "{\"input\": {\"messages\": []}}");
        write(ticket, "{\"instruction\": \"hi\", \"reply_topic\": \"elsewhere\"}");
        write(ticket, "{\"instruction\": \"hi\", \"limits\": {\"timeout\": \"soon\"}}");
        write(ticket, " ".repeat(PAST_THE_LIMIT));
        writer.write(JOBS, 5, binaryKey, ticket.getBytes(StandardCharsets.UTF_8));
        write(ticket, job("still here", ticket).toString());

        // Then
        assertThat(json(results(ticket, 1).getFirst()).path("status").asText())
                .isEqualTo("succeeded");
        List<ConsumerRecord<String, byte[]>> letters = deadLetters(ticket, 5);
        assertThat(letters)
                .extracting(letter -> header(letter, Headers.DEAD_LETTER_CODE))
                .containsExactlyInAnyOrder(
                        "invalid_request",
                        "invalid_request",
                        "invalid_request",
                        "invalid_request",
                        "body_too_large");
        assertThat(letters)
                .extracting(letter -> header(letter, Headers.DEAD_LETTER_REASON))
                .anySatisfy(reason -> assertThat(reason).contains("not JSON", "line 1"))
                .anySatisfy(reason -> assertThat(reason).contains("input.messages"))
                .anySatisfy(reason -> assertThat(reason).contains("'elsewhere'", "replies.*"))
                .anySatisfy(reason ->
                        assertThat(reason)
                                .isEqualTo(
                                        "limits.timeout: 'soon' is not a duration such as 500ms, 30s, 5m, 2h, 1d or PT30S"))
                .anySatisfy(reason -> assertThat(reason).contains("4194305", "4194304"));
        assertThat(letters)
                .extracting(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                .contains("this is not JSON");
        assertThat(letters)
                .extracting(letter -> header(letter, Headers.DEAD_LETTER_SOURCE))
                .allSatisfy(source -> assertThat(source).startsWith(JOBS + "-5@"));
        assertThat(binaryLetter(ticket)).isEqualTo(binaryKey);
    }

    @Test
    void theSameIdTwiceIsOneJobAndAnotherBodyUnderItADeadLetter() {
        // Given
        String ticket = ticket();
        ObjectNode job = job("only once", ticket).put("id", JobId.create().value());
        ObjectNode other = job("something else", ticket).put("id", job.path("id").asText());

        // When
        writer.write(JOBS, 1, ticket, job.toString());
        writer.write(JOBS, 2, ticket, job.toString());
        ConsumerRecord<String, byte[]> result = results(ticket, 1).getFirst();
        writer.write(JOBS, 3, ticket, other.toString());

        // Then
        ConsumerRecord<String, byte[]> letter = deadLetters(ticket, 1).getFirst();
        assertThat(header(letter, Headers.DEAD_LETTER_CODE)).isEqualTo("idempotency_conflict");
        assertThat(header(letter, Headers.DEAD_LETTER_REASON)).contains(job.path("id").asText());
        assertThat(result.key()).isEqualTo(job.path("id").asText());
        assertThat(results(ticket, 1)).hasSize(1);
        assertThat(provider.counts().calls()).isEqualTo(1);
    }

    @Test
    void aReplyTopicGetsTheResultAndADuplicateGetsItAgain() {
        // Given
        writer.create("replies.here");
        String ticket = ticket();
        String job =
                job("reply please", ticket)
                        .put("id", JobId.create().value())
                        .put("reply_topic", "replies.here")
                        .toString();

        try (TopicReader replies = new TopicReader(broker, "replies.here", 1)) {
            // When
            writer.write(JOBS, 1, ticket, job);

            // Then
            ConsumerRecord<String, byte[]> reply =
                    replies.readUntil(all -> all.size() >= 1, SOON).getFirst();
            ConsumerRecord<String, byte[]> result = results(ticket, 1).getFirst();
            assertThat(json(reply)).isEqualTo(json(result));
            assertThat(reply.key()).isEqualTo(result.key());
            assertThat(header(reply, Headers.CE_ID)).isEqualTo(result.key());
            assertThat(header(reply, Headers.CE_TYPE)).isEqualTo(header(result, Headers.CE_TYPE));

            // And when it is sent once more
            writer.write(JOBS, 2, ticket, job);

            // Then
            List<ConsumerRecord<String, byte[]>> both =
                    replies.readUntil(all -> all.size() >= 2, SOON);
            assertThat(both)
                    .extracting(each -> header(each, Headers.CE_ID))
                    .containsOnly(result.key());
            assertThat(provider.counts().calls()).isEqualTo(1);
        }
    }

    @Test
    void aReplyTopicThatIsNotThereHoldsUpNobodyAndIsGivenUp() {
        // Given
        String ticket = ticket();

        // When
        writer.write(
                JOBS,
                1,
                ticket,
                job("to nowhere", ticket).put("reply_topic", "replies.nowhere").toString());

        // Then
        ConsumerRecord<String, byte[]> result = results(ticket, 1).getFirst();
        ConsumerRecord<String, byte[]> letter = deadLetters(result.key(), 1).getFirst();
        assertThat(header(letter, Headers.DEAD_LETTER_CODE)).isEqualTo("reply_refused");
        assertThat(header(letter, Headers.DEAD_LETTER_REASON))
                .contains("after 2 tries", "no topic 'replies.nowhere'");
        assertThat(json(letter)).isEqualTo(json(result));
        assertThat(signalbox.http().get("/jobs/" + result.key()).json().path("status").asText())
                .isEqualTo("succeeded");
    }

    @Test
    void aTopicThatTheCatalogBindsBringsItsTenantsJobs() {
        // Given
        writer.create("team-a.jobs");
        String ticket = ticket();

        // When
        writer.write("team-a.jobs", 0, ticket, job("for team a", ticket).toString());

        // Then
        JsonNode result = json(results(ticket, 1).getFirst());
        assertThat(result.path("status").asText()).isEqualTo("succeeded");
        assertThat(admittedTenant(result.path("job_id").asText())).isEqualTo("team-a");
    }

    private static String ticket() {
        return UUID.randomUUID().toString();
    }

    private void write(String ticket, String value) {
        writer.write(JOBS, 5, ticket, value);
    }

    private static ObjectNode job(String text, String ticket) {
        ObjectNode job = Requests.job("first/small", text);
        job.putObject("metadata").put("ticket", ticket);
        return job;
    }

    private List<ConsumerRecord<String, byte[]>> results(String ticket, int wanted) {
        try (TopicReader reader = new TopicReader(broker, Topic.RESULTS)) {
            reader.readUntil(all -> ofTicket(all, ticket).size() >= wanted, SOON);
            return ofTicket(reader.readToEnd(SOON), ticket);
        }
    }

    private static List<ConsumerRecord<String, byte[]>> ofTicket(
            List<ConsumerRecord<String, byte[]>> all, String ticket) {
        return all.stream()
                .filter(each -> ticket.equals(json(each).at("/metadata/ticket").asText()))
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> deadLetters(String key, int wanted) {
        try (TopicReader reader = new TopicReader(broker, Topic.DEAD_LETTERS)) {
            reader.readUntil(all -> ofKey(all, key).size() >= wanted, SOON);
            return ofKey(reader.readToEnd(SOON), key);
        }
    }

    private static List<ConsumerRecord<String, byte[]>> ofKey(
            List<ConsumerRecord<String, byte[]>> all, String key) {
        return all.stream().filter(each -> key.equals(each.key())).toList();
    }

    /** The key, byte by byte, of the dead letter with this value. */
    private byte[] binaryLetter(String value) {
        try (TopicReader reader =
                TopicReader.ofLatin1Keys(
                        broker, Topic.DEAD_LETTERS.fullName(Topic.DEFAULT_PREFIX), 1)) {
            return reader
                    .readUntil(all -> all.stream().anyMatch(each -> has(each, value)), SOON)
                    .stream()
                    .filter(each -> has(each, value))
                    .findFirst()
                    .orElseThrow()
                    .key()
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean has(ConsumerRecord<String, byte[]> record, String value) {
        return new String(record.value(), StandardCharsets.UTF_8).equals(value);
    }

    private String admittedTenant(String jobId) {
        try (TopicReader reader = new TopicReader(broker, Topic.ADMITTED)) {
            return reader.readToEnd(SOON).stream()
                    .filter(each -> jobId.equals(each.key()))
                    .map(each -> json(each).path("tenant").asText())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        String value = RecordReader.header(record, name);
        return value == null ? "" : value;
    }

    private static JsonNode json(ConsumerRecord<String, byte[]> record) {
        try {
            return Json.mapper().readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
