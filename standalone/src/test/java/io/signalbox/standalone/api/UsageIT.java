package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.FaultRule;
import io.signalbox.testsupport.simulator.Script;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ledger agrees with what was run. The provider {@code metered} is used by no other test. */
@ExtendWith(SharedSignalbox.class)
class UsageIT {

    private static final Duration LEDGER = Duration.ofSeconds(60);
    private static final int CACHED = 10;

    /** Of the tests' catalog, in USD per token. */
    private static final BigDecimal INPUT = new BigDecimal("0.00000030");

    private static final BigDecimal CACHED_INPUT = new BigDecimal("0.00000003");
    private static final BigDecimal OUTPUT = new BigDecimal("0.00000170");

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    UsageIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void tokensAndCostAreThoseOfTheAnswers() {
        // Given three answers, one failure, and an answer of a local model without a price
        signalbox.script(
                "metered",
                Script.builder()
                        .cachedTokens(CACHED)
                        .fault(FaultRule.matching("break this", new Fault.Status(400, null, null)))
                        .build());
        List<JsonNode> answered =
                List.of(
                        run("metered/small", "a question of some length, so that it has tokens"),
                        run(
                                "metered/small",
                                "another question, which is longer than the first one"),
                        run(
                                "metered/small",
                                "the last question of the three, long enough as well"));
        JsonNode unpriced = run("metered/homemade", "a local model without a price is free");
        run("metered/small", "break this");
        long input = sum(answered, "input");
        long output = sum(answered, "output");
        long cached = sum(answered, "cached_read");
        assertThat(cached).isEqualTo(3L * CACHED);
        BigDecimal cost =
                INPUT.multiply(BigDecimal.valueOf(input - cached))
                        .add(CACHED_INPUT.multiply(BigDecimal.valueOf(cached)))
                        .add(OUTPUT.multiply(BigDecimal.valueOf(output)));

        // When the ledger has read both the jobs and their attempts
        JsonNode row =
                Eventually.asserted(
                        LEDGER,
                        this::metered,
                        it -> {
                            assertThat(it.path("requests").asInt()).isEqualTo(5);
                            assertThat(it.path("running").asInt()).isZero();
                            assertThat(it.path("attempts").asInt()).isEqualTo(5);
                            assertThat(it.at("/tokens/output").asLong())
                                    .isEqualTo(output + unpriced.path("output").asLong());
                        });

        // Then
        assertThat(row.path("succeeded").asInt()).isEqualTo(4);
        assertThat(row.path("failed").asInt()).isEqualTo(1);
        assertThat(row.path("unpriced").asInt()).isZero();
        assertThat(row.path("cost_usd").isTextual()).isTrue();
        assertThat(new BigDecimal(row.path("cost_usd").asText())).isEqualByComparingTo(cost);

        // And by model the tokens of those that have a price
        JsonNode small = row("provider,model", Map.of("provider", "metered", "model", "small"));
        assertThat(small.at("/tokens/input").asLong()).isEqualTo(input);
        assertThat(small.at("/tokens/output").asLong()).isEqualTo(output);
        assertThat(small.at("/tokens/cached_read").asLong()).isEqualTo(cached);

        // And the same as CSV
        Map<String, String> csv = csvRow("metered");
        assertThat(csv).containsEntry("requests", "5").containsEntry("unpriced", "0");
        assertThat(csv).containsEntry("cost_usd", row.path("cost_usd").asText());
        assertThat(csv).containsEntry("tokens_output", row.at("/tokens/output").asText());
    }

    @Test
    void whatItCannotGroupByIs400WithWhatItCan() {
        Answer answer = http.get("/usage?group_by=colour");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asText()).isEqualTo("group_by");
        assertThat(answer.error().path("message").asText()).contains("'colour'", "provider");
    }

    private JsonNode run(String model, String text) {
        Answer answer = http.post("/jobs?wait=50s", Requests.job(model, text).toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("result").path("usage");
    }

    private JsonNode metered() {
        return row("provider", Map.of("provider", "metered"));
    }

    private JsonNode row(String groupBy, Map<String, String> keys) {
        JsonNode report = http.get("/usage?group_by=" + groupBy).json();
        return StreamSupport.stream(report.path("rows").spliterator(), false)
                .filter(row ->
                        keys.entrySet().stream()
                                .allMatch(key ->
                                        row.path(key.getKey()).asText().equals(key.getValue())))
                .findFirst()
                .orElse(report.path("none"));
    }

    private Map<String, String> csvRow(String provider) {
        Answer answer = http.get("/usage?group_by=provider&format=csv");
        assertThat(answer.header("Content-Type")).startsWith("text/csv");
        List<String> lines = answer.body().lines().toList();
        List<String> header = List.of(lines.getFirst().split(",", -1));
        List<String> cells =
                lines.stream()
                        .filter(line -> line.startsWith(provider + ","))
                        .map(line -> List.of(line.split(",", -1)))
                        .findFirst()
                        .orElseThrow();
        Map<String, String> row = new HashMap<>();
        for (int column = 0; column < header.size(); column++) {
            row.put(header.get(column), cells.get(column));
        }
        return row;
    }

    private static long sum(List<JsonNode> usages, String field) {
        return usages.stream().mapToLong(usage -> usage.path(field).asLong()).sum();
    }
}
