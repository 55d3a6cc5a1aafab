package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.TestCatalog;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.FaultRule;
import io.signalbox.testsupport.simulator.RecordedRequest;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What calls show of a provider: it is told, and the jobs after them go by it. */
@ExtendWith(SharedSignalbox.class)
class ProvidersIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    ProvidersIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void aLimitedCandidateIsWaitedForAndNotAskedMeanwhile() {
        // Given a limit, which the first job has met
        String model = "limited/waited-for";
        Duration limit = Duration.ofSeconds(8);
        SimulatedProvider limited = meetsLimit(model, Long.toString(limit.toSeconds()));
        JsonNode coolDown = provider("limited", it -> has(it, "waited-for")).path("cool_downs");
        assertThat(coolDown.toString()).contains("\"code\":\"rate_limited\"");
        JsonNode exclusion = route(model).at("/exclusions/0");
        assertThat(exclusion.path("code").asText()).isEqualTo("rate_limited");
        assertThat(Instant.parse(exclusion.path("until").asText())).isAfter(Instant.now());

        // When
        String id =
                http.post("/jobs", Requests.job(model, "next").toString())
                        .json()
                        .path("id")
                        .asText();
        JsonNode waiting = job(id, "waiting");
        JsonNode job = job(id, "succeeded");

        // Then it waited before its first attempt, and that was its only call
        assertThat(waiting.at("/waiting/reason").asText())
                .startsWith("nobody can do it now: limited/waited-for: rate limit reached");
        assertThat(job.at("/result/attempts")).hasSize(1);
        List<RecordedRequest> calls = limited.counts().requests();
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1).at()).isAfterOrEqualTo(calls.get(0).at().plus(limit));
    }

    @Test
    void whereAnotherCanDoItALimitedCandidateIsPassedOver() {
        // Given
        SimulatedProvider limited = meetsLimit("limited/passed-over", "60");
        signalbox.script("second", Script.builder().answer("from the second").build());
        provider("limited", it -> has(it, "passed-over"));

        // When
        Answer answer =
                http.post("/chat/completions", Requests.chat("limited-first", "go").toString());

        // Then
        assertThat(answer.header("x-signalbox-candidate")).isEqualTo("second/small");
        assertThat(answer.header("x-signalbox-attempts")).isEqualTo("1");
        assertThat(limited.counts().calls()).isEqualTo(1);
    }

    @Test
    void whatAnAnswerTellsOfItsLimitsIsShownAndKept() {
        // Given
        SimulatedProvider limited =
                signalbox.script(
                        "limited",
                        Script.builder()
                                .header("x-ratelimit-limit-requests", "60")
                                .header("x-ratelimit-remaining-requests", "0")
                                .header("x-ratelimit-reset-requests", "90s")
                                .build());
        String model = "limited/used-up";
        assertThat(http.post("/jobs?wait=50s", job(model)).json().path("status").asText())
                .isEqualTo("succeeded");

        // When
        JsonNode shown = provider("limited", it -> has(it, "used-up"));
        Answer next = http.post("/jobs?wait=50s", job(model));

        // Then
        JsonNode quota =
                StreamSupport.stream(shown.path("quota").spliterator(), false)
                        .filter(it -> it.path("model").asText().equals("used-up"))
                        .findFirst()
                        .orElseThrow();
        assertThat(quota.path("limit").asInt()).isEqualTo(60);
        assertThat(quota.path("used").asInt()).isEqualTo(60);
        assertThat(quota.path("remaining").asInt(-1)).isZero();
        assertThat(quota.path("warning").asBoolean()).isTrue();
        assertThat(shown.path("warnings").toString())
                .contains("used-up: 60 of 60 requests used, resets at ");
        assertThat(shown.path("status").asText()).isEqualTo("limited");

        // And a job that ends before the reset fails at once, with the reason
        assertThat(next.json().at("/result/error/class").asText()).isEqualTo("NO_CANDIDATE");
        assertThat(next.json().at("/result/error/message").asText())
                .contains("limited/used-up: rate limit reached; asked again at");
        assertThat(limited.counts().calls()).isEqualTo(1);
    }

    @Test
    void oneBadKeyOfTwoFailsNobodyAndAFileOfKeysIsReadAgain() throws IOException {
        // Given
        SimulatedProvider keyed =
                signalbox.script(
                        "keyed",
                        Script.builder()
                                .requiredKey(TestCatalog.KEYS.getLast())
                                .answer("let in")
                                .build());

        // When
        List<Answer> answers =
                List.of(
                        http.post("/chat/completions", chat("keyed/small")),
                        http.post("/chat/completions", chat("keyed/small")));

        // Then
        assertThat(answers).allMatch(it -> it.status() == 200);
        assertThat(answers).allMatch(it -> it.header("x-signalbox-attempts").equals("1"));
        assertThat(keyed.counts().calls()).isEqualTo(3);
        JsonNode keys = provider("keyed", it -> it.at("/keys/set_aside").asInt() == 1).path("keys");
        assertThat(keys.path("count").asInt()).isEqualTo(2);
        assertThat(keys.at("/aside/0/position").asInt()).isEqualTo(1);
        assertThat(keys.at("/aside/0/code").asText()).isEqualTo("key_refused");
        assertThat(http.get("/providers").body()).doesNotContain(TestCatalog.KEYS);

        // And
        Path file = signalbox.catalog().resolveSibling(TestCatalog.KEY_FILE);
        Files.writeString(file, TestCatalog.KEYS.getLast() + "\n");
        JsonNode now = provider("keyed", it -> it.at("/keys/count").asInt() == 1);
        assertThat(now.at("/keys/set_aside").asInt(-1)).isZero();
    }

    @Test
    void availabilityIsWhatTheLedgerHasOfADay() {
        // Given
        JsonNode before = provider("second", it -> true).at("/health/availability");
        Fault away = new Fault.Status(503, null, null);
        signalbox.script(
                "second",
                Script.builder().fault(FaultRule.first(1, away)).answer("served").build());
        ObjectNode once = Requests.job("second/small", "first");
        once.putObject("limits").put("retries", 0);

        // When
        http.post("/jobs?wait=50s", once.toString());
        http.post("/jobs?wait=50s", once.toString());

        // Then what other tests have asked of it may come with it
        long calls = before.path("calls").asLong() + 2;
        long failures = before.path("failures").asLong() + 1;
        JsonNode after =
                provider(
                                "second",
                                it ->
                                        it.at("/health/availability/calls").asLong() >= calls
                                                && it.at("/health/availability/failures").asLong()
                                                        >= failures)
                        .at("/health/availability");
        long served = after.path("calls").asLong() - after.path("failures").asLong();
        assertThat(served).isPositive();
        assertThat(after.path("share").decimalValue())
                .isEqualByComparingTo(
                        BigDecimal.valueOf(served)
                                .divide(after.path("calls").decimalValue(), 4, RoundingMode.DOWN));
        assertThat(after.path("hours").asInt()).isEqualTo(24);
        assertThat(Instant.parse(after.path("as_of").asText())).isBefore(Instant.now());
    }

    @Test
    void allProvidersAreShownByPriorityWithTheirReasons() {
        JsonNode providers = http.get("/providers").json().path("providers");

        List<Integer> priorities =
                StreamSupport.stream(providers.spliterator(), false)
                        .map(it -> it.path("priority").asInt())
                        .toList();
        assertThat(priorities).isSorted();
        JsonNode off = provider("switched-off", it -> true);
        assertThat(off.path("status").asText()).isEqualTo("disabled");
        assertThat(off.path("enabled").asText()).isEqualTo("false");
        assertThat(off.path("detected").asBoolean()).isFalse();
        assertThat(off.has("breaker")).isFalse();
        JsonNode first = provider("first", it -> true);
        assertThat(first.path("workers").asInt()).isEqualTo(1);
        assertThat(first.path("models").asInt()).isEqualTo(3);
    }

    /** One job that is not asked again, against a provider that is limited once. */
    private SimulatedProvider meetsLimit(String model, String seconds) {
        Fault limit = new Fault.Status(429, Map.of("Retry-After", seconds), null);
        SimulatedProvider limited =
                signalbox.script(
                        "limited", Script.builder().fault(FaultRule.first(1, limit)).build());
        ObjectNode once = Requests.job(model, "first");
        once.putObject("limits").put("retries", 0);
        Answer answer = http.post("/jobs?wait=50s", once.toString());
        assertThat(answer.json().at("/result/error/class").asText()).isEqualTo("RATE_LIMITED");
        return limited;
    }

    private static boolean has(JsonNode provider, String model) {
        return StreamSupport.stream(provider.path("cool_downs").spliterator(), false)
                .anyMatch(it -> it.path("model").asText().equals(model));
    }

    private JsonNode provider(String name, Predicate<JsonNode> wanted) {
        return Eventually.get(
                SOON,
                () ->
                        StreamSupport.stream(
                                        http.get("/providers")
                                                .json()
                                                .path("providers")
                                                .spliterator(),
                                        false)
                                .filter(it -> it.path("name").asText().equals(name))
                                .findFirst()
                                .orElseThrow(),
                wanted);
    }

    private JsonNode route(String model) {
        return Eventually.get(
                SOON, () -> http.post("/route", job(model)).json(), it -> !it.has("error"));
    }

    private JsonNode job(String id, String status) {
        return Eventually.get(
                SOON,
                () -> http.get("/jobs/" + id).json(),
                it -> it.path("status").asText().equals(status));
    }

    private static String job(String model) {
        return Requests.job(model, "hello", "30s").toString();
    }

    private static String chat(String model) {
        return Requests.chat(model, "hello").toString();
    }
}
