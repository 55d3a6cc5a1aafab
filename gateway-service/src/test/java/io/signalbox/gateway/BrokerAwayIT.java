package io.signalbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.testsupport.kafka.EmbeddedBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * The gateway while the broker is away: 503, and nothing half-accepted. Postgres is never there.
 */
@QuarkusTest
@QuarkusTestResource(RealBroker.class)
class BrokerAwayIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void whileTheBrokerIsAwayNothingIsAcceptedAndNothingAppearsLater() throws Exception {
        // Given a job that was accepted
        UUID before = UUID.randomUUID();
        assertThat(post(before).statusCode()).isEqualTo(202);

        // When the broker is away
        RealBroker.takeAway();
        UUID meanwhile = UUID.randomUUID();
        HttpResponse<String> refused = post(meanwhile);

        // Then the caller is told so, and when to come back
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        JsonNode error = Json.mapper().readTree(refused.body()).get("error");
        assertThat(error.get("code").asText()).isEqualTo("broker_unavailable");
        assertThat(error.get("message").asText()).contains("not accepted");

        // And when it is back, jobs are accepted again, and the refused one never was
        EmbeddedBroker back = RealBroker.bringBack();
        UUID after = acceptedAfter(back);
        assertThat(admitted(back.bootstrapServers()))
                .contains(before.toString(), after.toString())
                .doesNotContain(meanwhile.toString());
    }

    /** The gateway finds the broker again by itself; each refusal is a whole round. */
    private UUID acceptedAfter(EmbeddedBroker back) throws Exception {
        for (int round = 0; round < 10; round++) {
            UUID id = UUID.randomUUID();
            if (post(id).statusCode() == 202) {
                return id;
            }
        }
        throw new AssertionError("no job accepted after the broker was back at " + back.port());
    }

    private HttpResponse<String> post(UUID id) throws Exception {
        String base = ConfigProvider.getConfig().getValue("test.url", String.class);
        String body =
                """
                {"id": "%s", "input": {"messages": [{"role": "user", "content": "hi"}]}}
                """
                        .formatted(id);
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(base + "/v1/jobs"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> admitted(String bootstrapServers) {
        String topic = Topic.ADMITTED.fullName(Topic.DEFAULT_PREFIX);
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(p ->
                            consumer.position(p) < Objects.requireNonNullElse(ends.get(p), 0L))) {
                for (ConsumerRecord<String, byte[]> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    keys.add(record.key());
                }
            }
        }
        return keys;
    }
}
