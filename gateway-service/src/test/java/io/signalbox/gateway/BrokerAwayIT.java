package io.signalbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.kafka.EmbeddedBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * The gateway while the broker is away: 503, and nothing half-accepted. Postgres is never there:
 * jobs are taken all the same, but for those with an id or key, whose repeats could not be told.
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
        assertThat(admitted())
                .contains(before.toString(), after.toString())
                .doesNotContain(meanwhile.toString());
    }

    @Test
    void withoutPostgresOnlyJobsWithAnIdOrKeyAreNotTaken() throws Exception {
        // Given
        String plain = "{\"instruction\": \"hi\"}";
        String named = "{\"instruction\": \"hi\", \"id\": \"%s\"}".formatted(UUID.randomUUID());

        // When
        HttpResponse<String> unkeyed = post("/v1/jobs", plain);
        List<HttpResponse<String>> keyed =
                List.of(
                        post("/v1/jobs", plain, "Idempotency-Key", "k1"),
                        post("/v1/jobs", named),
                        post("/v1/jobs/batch", "[" + plain + "]"),
                        post(
                                "/v1/chat/completions",
                                """
                                {"model": "auto", "messages": [{"role": "user", "content": "hi"}]}
                                """,
                                "Idempotency-Key",
                                "k2"));

        // Then
        assertThat(unkeyed.statusCode()).isEqualTo(202);
        assertThat(keyed)
                .allSatisfy(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(503);
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    JsonNode error = Json.mapper().readTree(answer.body()).get("error");
                    assertThat(error.get("code").asText()).isEqualTo("store_unavailable");
                    assertThat(error.get("message").asText()).contains("not accepted");
                });
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

    /** A job that can be told by its ticket. */
    private static HttpResponse<String> post(UUID ticket) throws Exception {
        return post(
                "/v1/jobs",
                "{\"instruction\": \"hi\", \"metadata\": {\"ticket\": \"%s\"}}".formatted(ticket));
    }

    private static HttpResponse<String> post(String path, String body, String... headers)
            throws Exception {
        String base = ConfigProvider.getConfig().getValue("test.url", String.class);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        return HTTP.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The tickets of all jobs that were ever admitted. */
    private static List<String> admitted() {
        return AdmittedTopic.read().stream()
                .map(admitted -> admitted.job().metadata().getOrDefault("ticket", ""))
                .toList();
    }
}
