package io.signalbox.metrics.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import io.signalbox.metrics.ledger.LedgerFixture;
import io.signalbox.metrics.ledger.Told;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageQueryIT {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static LedgerFixture ledger;

    private UsageResource resource;

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
        resource = new UsageResource(new UsageStore(ledger.pool()), () -> NOON.plusSeconds(3_600));
    }

    /** Ten answered by groq, one that fell back to openai (unpriced), one that nobody could do. */
    private static void morning() {
        for (int number = 1; number <= 10; number++) {
            Told job = Told.job(number, "acme", "chat", NOON);
            ledger.write(
                    List.of(
                            job.admitted(),
                            job.started(1, Told.GROQ, "run-1"),
                            job.succeeded(1, Told.GROQ, "run-1", "0.1", 100L * number),
                            job.ended(JobStatus.SUCCEEDED, Told.GROQ, number)));
        }
        Told fallback = Told.job(11, "acme", "code_review", NOON);
        ledger.write(
                List.of(
                        fallback.admitted(),
                        fallback.failed(1, Told.GROQ, "run-1", ErrorClass.RATE_LIMITED, 5),
                        fallback.deferred(2, Told.OPENAI, "run-1"),
                        fallback.succeeded(3, Told.OPENAI, "run-1", null, 400),
                        fallback.ended(JobStatus.SUCCEEDED, Told.OPENAI, 1)));
        Told hopeless = Told.job(12, "beta", "chat", NOON);
        ledger.write(List.of(hopeless.admitted(), hopeless.ended(JobStatus.FAILED, null, 1)));
    }

    @Test
    void groupsByProviderAndAddsUp() throws IOException {
        // Given
        morning();

        // When
        JsonNode report = json(Map.of("group_by", "provider"));

        // Then
        assertThat(picked(report, "provider", "requests", "succeeded", "failed", "attempts"))
                .containsExactlyInAnyOrder("null 1 0 1 0", "groq 10 10 0 11", "openai 1 1 0 1");
        assertThat(
                        picked(
                                report,
                                "provider",
                                "attempts_failed",
                                "fallbacks",
                                "cost_usd",
                                "unpriced"))
                .containsExactlyInAnyOrder("null 0 0 0 0", "groq 1 0 1 0", "openai 0 1 null 1");
        JsonNode total = report.get("total");
        assertThat(total.get("requests").asInt()).isEqualTo(12);
        assertThat(total.get("success_rate").asDouble()).isEqualTo(0.916667);
        assertThat(total.get("cost_usd").asText()).isEqualTo("1");
        assertThat(total.get("unpriced").asInt()).isEqualTo(1);
        assertThat(total.get("tokens").toString())
                .isEqualTo(
                        "{\"input\":1100,\"cached_read\":440,\"cached_write\":110,\"output\":550,\"reasoning\":220}");
    }

    @Test
    void percentilesAreOfSucceededAttempts() throws IOException {
        // Given
        morning();

        // When
        JsonNode groq = json(Map.of("group_by", "provider")).get("rows").get(1);

        // Then: of 100, 200 ... 1000
        assertThat(groq.get("provider").asText()).isEqualTo("groq");
        assertThat(groq.get("latency_ms").toString())
                .isEqualTo("{\"p50\":550.0,\"p90\":910.0,\"p95\":955.0,\"p99\":991.0}");
        assertThat(groq.get("ttft_ms").get("p50").decimalValue()).isEqualByComparingTo("275");
        assertThat(groq.get("request_latency_ms").get("p99").asInt()).isEqualTo(1000);
    }

    @Test
    void groupsBySeveralAndFiltersByTenant() throws IOException {
        // Given
        morning();

        // When
        JsonNode report =
                json(Map.of("group_by", "task_type,tenant,profile,key", "tenant", "acme"));

        // Then
        assertThat(picked(report, "task_type", "tenant", "profile", "key", "requests", "attempts"))
                .containsExactlyInAnyOrder(
                        "chat acme reviewer key-1 10 10", "code_review acme reviewer key-1 1 2");
    }

    @Test
    void theWindowHasItsStartAndNotItsEnd() throws IOException {
        // Given
        Instant start = Instant.parse("2026-11-20T00:00:00Z");
        Instant end = Instant.parse("2026-11-21T00:00:00Z");
        ledger.write(
                List.of(
                        Told.job(1, "acme", "chat", start.minusMillis(1)).admitted(),
                        Told.job(2, "acme", "chat", start).admitted(),
                        Told.job(3, "acme", "chat", end.minusMillis(1)).admitted(),
                        Told.job(4, "acme", "chat", end).admitted(),
                        // run-1 of attempt 1 starts 11 ms after its job
                        Told.job(5, "acme", "chat", end.minusMillis(11))
                                .started(1, Told.GROQ, "run-1"),
                        Told.job(6, "acme", "chat", end.minusMillis(30))
                                .started(1, Told.GROQ, "run-1")));

        // When
        JsonNode report = json(Map.of("from", start.toString(), "to", end.toString()));

        // Then
        assertThat(picked(report, "requests", "running", "attempts")).containsExactly("2 2 1");
    }

    @Test
    void daysAreThoseOfTheZone() throws IOException {
        // Given
        Instant lateEvening = Instant.parse("2026-11-19T23:30:00Z");
        ledger.write(
                List.of(
                        Told.job(1, "acme", "chat", lateEvening).admitted(),
                        Told.job(1, "acme", "chat", lateEvening)
                                .succeeded(1, Told.GROQ, "run-1", "0.1", 10)));

        // Then
        assertThat(picked(json(Map.of("group_by", "day")), "day", "requests", "attempts"))
                .containsExactly("2026-11-19 1 1");
        assertThat(
                        picked(
                                json(Map.of("group_by", "day", "tz", "Europe/Berlin")),
                                "day",
                                "requests",
                                "attempts"))
                .containsExactly("2026-11-20 1 1");
    }

    @Test
    void anHourThatComesTwiceIsTwoBuckets() throws IOException {
        // Given
        ledger.write(
                List.of(
                        Told.job(1, "acme", "chat", Instant.parse("2026-10-25T00:15:00Z"))
                                .admitted(),
                        Told.job(2, "acme", "chat", Instant.parse("2026-10-25T01:15:00Z"))
                                .admitted()));

        // When
        JsonNode report =
                json(
                        Map.of(
                                "from", "2026-10-24T22:00:00Z",
                                "group_by", "hour",
                                "tz", "Europe/Berlin"));

        // Then
        assertThat(picked(report, "hour", "requests"))
                .containsExactly("2026-10-25T02:00:00+02:00 1", "2026-10-25T02:00:00+01:00 1");
    }

    @Test
    void nothingIsOneRowOfZeros() throws IOException {
        // When
        JsonNode report = json(Map.of());

        // Then
        assertThat(picked(report, "requests", "cost_usd", "success_rate"))
                .containsExactly("0 0 null");
        assertThat(report.get("total")).isEqualTo(report.get("rows").get(0));
    }

    @Test
    void csvIsQuotedAndNoFormula() {
        // Given
        Told job = Told.job(1, "=cmd()", "a \"b\", c", NOON);
        ledger.write(List.of(job.admitted(), job.succeeded(1, Told.GROQ, "run-1", "0.25", 100)));

        // When
        Response response =
                resource.usage(parameters(Map.of("group_by", "tenant,task_type", "format", "csv")));

        // Then
        String[] lines = String.valueOf(response.getEntity()).split("\r\n", -1);
        assertThat(response.getMediaType().toString()).startsWith("text/csv");
        assertThat(lines).hasSize(3);
        assertThat(lines[0])
                .isEqualTo(
                        "tenant,task_type,requests,succeeded,failed,cancelled,expired,running,success_rate,"
                                + "attempts,attempts_succeeded,attempts_failed,attempt_success_rate,fallbacks,repeats,"
                                + "tokens_input,tokens_cached_read,tokens_cached_write,tokens_output,tokens_reasoning,"
                                + "estimated,cost_usd,unpriced,latency_ms_p50,latency_ms_p90,latency_ms_p95,latency_ms_p99,"
                                + "ttft_ms_p50,ttft_ms_p90,ttft_ms_p95,ttft_ms_p99,request_latency_ms_p50,"
                                + "request_latency_ms_p90,request_latency_ms_p95,request_latency_ms_p99");
        assertThat(lines[1])
                .isEqualTo(
                        "'=cmd(),\"a \"\"b\"\", c\",1,0,0,0,0,1,,1,1,0,1,0,0,100,40,10,50,20,0,0.25,0,"
                                + "100,100,100,100,50,50,50,50,,,,");
    }

    @Test
    void aWrongParameterIsNamed() throws IOException {
        // When
        Response response = resource.usage(parameters(Map.of("group_by", "colour")));

        // Then
        JsonNode error = tree(response).get("error");
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(error.get("param").asText()).isEqualTo("group_by");
        assertThat(error.get("code").asText()).isEqualTo("invalid_parameter");
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.get("message").asText()).contains("'colour'", "provider, model");
    }

    @Test
    void everyZoneOfferedIsOneOfPostgresToo() {
        // Given
        List<String> unknown =
                ZoneId.getAvailableZoneIds().stream()
                        .filter(id -> !id.startsWith("SystemV/"))
                        .filter(id ->
                                resource.usage(parameters(Map.of("group_by", "day", "tz", id)))
                                                .getStatus()
                                        != 200)
                        .toList();

        // Then
        assertThat(unknown).isEmpty();
    }

    @Test
    void withoutPostgresTheAnswerSaysSo() throws IOException {
        // Given
        ledger.stopPostgres();
        try {
            // When
            Response response = resource.usage(parameters(Map.of()));

            // Then
            assertThat(response.getStatus()).isEqualTo(503);
            assertThat(response.getHeaderString("Retry-After")).isEqualTo("5");
            assertThat(tree(response).get("error").get("code").asText())
                    .isEqualTo("ledger_unavailable");
        } finally {
            ledger.startPostgresAgain();
        }
    }

    private JsonNode json(Map<String, String> parameters) throws IOException {
        Response response = resource.usage(parameters(parameters));
        assertThat(response.getStatus()).as("%s", response.getEntity()).isEqualTo(200);
        return tree(response);
    }

    private static JsonNode tree(Response response) throws IOException {
        return Json.mapper()
                .readTree(String.valueOf(response.getEntity()).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> parameters(Map<String, String> single) {
        Map<String, List<String>> all = new HashMap<>();
        single.forEach((name, value) -> all.put(name, List.of(value)));
        return all;
    }

    /** Of each row these fields, with spaces between. */
    private static List<String> picked(JsonNode report, String... fields) {
        return StreamSupport.stream(report.get("rows").spliterator(), false)
                .map(row ->
                        String.join(
                                " ",
                                List.of(fields).stream()
                                        .map(field -> row.get(field).asText())
                                        .toList()))
                .toList();
    }
}
