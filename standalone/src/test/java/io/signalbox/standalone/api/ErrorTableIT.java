package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.RecordReader;
import io.signalbox.standalone.harness.ErrorTable;
import io.signalbox.standalone.harness.ErrorTable.Row;
import io.signalbox.standalone.harness.RawHttp;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.TopicReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of {@code docs/errors.md} that needs a running Signalbox, run as it stands there. */
@ExtendWith(SharedSignalbox.class)
class ErrorTableIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern SIZE = Pattern.compile("<(\\d+) MiB>");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z_-]+: .+");
    private static final int MIB = 1024 * 1024;

    private final RunningSignalbox signalbox;
    private final RawHttp http;

    ErrorTableIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = new RawHttp(URI.create(signalbox.process().apiUrl()));
    }

    static Stream<Row> http() {
        return ErrorTable.below("HTTP").stream();
    }

    static Stream<Row> kafka() {
        return ErrorTable.below("Kafka").stream();
    }

    @ParameterizedTest
    @MethodSource
    void http(Row row) {
        // Given
        List<String> request = row.code(1);
        List<String> rest = request.subList(1, request.size());
        List<String> headers = rest.stream().filter(ErrorTableIT::isHeader).toList();
        String body =
                rest.stream()
                        .filter(part -> !isHeader(part))
                        .findFirst()
                        .map(this::sized)
                        .orElse("");

        // When
        RawHttp.Answer answer = http.send(request.getFirst(), headers, body);

        // Then
        String[] wanted = row.cells().get(2).split(" ", 2);
        JsonNode error = answer.body().path("error");
        assertThat(Integer.toString(answer.status()))
                .as(answer.body().toString())
                .isEqualTo(wanted[0]);
        assertThat(error.path("code").asText(null)).isEqualTo(wanted.length > 1 ? wanted[1] : null);
        assertThat(error.path("message").asText()).matches(row.message(3));
        assertThat(error.path("type").asText()).isNotEmpty();
        assertThat(error.path("trace_id").asText()).isNotEmpty();
        assertThat(answer.head()).containsIgnoringCase("content-type: application/json");
        assertThat(answer.body().toString())
                .doesNotContain("io.signalbox", "java.", "fasterxml", "Exception");
    }

    private static boolean isHeader(String part) {
        return HEADER.matcher(part).matches();
    }

    private String sized(String body) {
        return SIZE.matcher(body).replaceAll(ErrorTableIT::filling);
    }

    private static String filling(MatchResult size) {
        return "x".repeat(Integer.parseInt(size.group(1)) * MIB);
    }

    @ParameterizedTest
    @MethodSource
    void kafka(Row row) {
        // Given
        List<String> parts = row.code(1);
        String topic = Topic.DEFAULT_PREFIX + "." + parts.getFirst();
        String key = "bad-" + UUID.randomUUID();
        byte[] value =
                parts.get(1).equals("<none>")
                        ? null
                        : parts.get(1).getBytes(StandardCharsets.UTF_8);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        for (String header : parts.subList(2, parts.size())) {
            int colon = header.indexOf(": ");
            record.headers()
                    .add(
                            header.substring(0, colon),
                            header.substring(colon + 2).getBytes(StandardCharsets.UTF_8));
        }

        // When
        String broker = signalbox.process().bootstrapServers();
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            Objects.requireNonNull(producer.send(record));
        }

        // Then
        try (TopicReader reader = new TopicReader(broker, Topic.DEAD_LETTERS)) {
            ConsumerRecord<String, byte[]> letter =
                    reader
                            .readUntil(
                                    letters ->
                                            letters.stream().anyMatch(one -> one.key().equals(key)),
                                    LIMIT)
                            .stream()
                            .filter(one -> one.key().equals(key))
                            .findFirst()
                            .orElseThrow();
            assertThat(RecordReader.header(letter, Headers.DEAD_LETTER_REASON))
                    .matches(row.message(2));
            assertThat(RecordReader.header(letter, Headers.DEAD_LETTER_SOURCE)).contains(topic);
        }
    }
}
