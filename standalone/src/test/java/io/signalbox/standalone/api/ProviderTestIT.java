package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.TestCatalog;
import io.signalbox.testsupport.simulator.RecordedRequest;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A provider's API is tested on demand, for nothing. */
@ExtendWith(SharedSignalbox.class)
class ProviderTestIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    ProviderTestIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @AfterEach
    void asTheOthersWantThem() {
        signalbox.script("second", Script.DEFAULT);
        signalbox.script("keyed", Script.DEFAULT);
        test("keyed");
        String job = Requests.job("keyed/small", "route").toString();
        Eventually.get(
                Duration.ofSeconds(60),
                () -> http.post("/route", job).json(),
                plan -> !plan.path("candidates").isEmpty());
    }

    @Test
    void aListThatIsThereIsCountedAndNothingIsAsked() {
        SimulatedProvider second =
                signalbox.script("second", Script.builder().models("a", "b").build());
        long before = second.counts().calls();

        JsonNode told = test("second").json();

        assertThat(told.path("provider").asText()).isEqualTo("second");
        assertThat(told.path("ok").asBoolean()).isTrue();
        assertThat(told.path("models").asInt()).isEqualTo(2);
        assertThat(told.path("latency_ms").isIntegralNumber()).isTrue();
        assertThat(told.path("error").isNull()).isTrue();
        assertThat(told.path("ping").isNull()).isTrue();
        assertThat(told.path("worker").asText()).startsWith("api-");
        assertThat(second.counts().calls()).isEqualTo(before);
    }

    @Test
    void aKeyThatIsRefusedIsSaidSoAndNeverShown() {
        signalbox.script("keyed", Script.builder().requiredKey("another-key-0003").build());

        Answer answer = test("keyed");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("ok").asBoolean(true)).isFalse();
        assertThat(answer.json().at("/error/class").asText()).isEqualTo("PROVIDER_AUTHENTICATION");
        assertThat(answer.json().at("/error/status").asInt()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain(TestCatalog.KEYS);
    }

    @Test
    void whatALocalServerHasInMemoryIsPingedAndCountsAsNoJob() {
        // Given one that no job ever asks
        SimulatedProvider pinged = signalbox.script("pinged", TestCatalog.PINGED);
        Eventually.get(
                Duration.ofSeconds(60),
                () -> provider("pinged"),
                it -> it.path("models").asInt() == 2);

        // When
        JsonNode told = test("pinged").json();

        // Then
        assertThat(told.path("ok").asBoolean()).as(told.toString()).isTrue();
        assertThat(told.path("models").asInt()).isEqualTo(2);
        assertThat(told.at("/ping/model").asText()).isEqualTo("kept-loaded");
        assertThat(told.at("/ping/response_ms").isIntegralNumber()).isTrue();
        RecordedRequest asked = pinged.counts().requests().getLast();
        assertThat(asked.path()).isEqualTo("/api/chat");
        assertThat(asked.body()).contains("\"num_predict\":1");
        JsonNode health =
                Eventually.get(
                        SOON,
                        () -> provider("pinged").path("health"),
                        it ->
                                !it.at("/last_ping/model").asText().isEmpty()
                                        && it.path("state").asText().equals("healthy"));
        assertThat(health.at("/last_ping/response_ms").isIntegralNumber()).isTrue();
        // A job that began later is in the ledger, and no ping is.
        ledgerHolds("second");
        assertThat(usage().findValuesAsText("provider")).doesNotContain("pinged");
    }

    private void ledgerHolds(String provider) {
        http.post("/jobs?wait=50s", Requests.job(provider + "/small", "hello").toString());
        Eventually.get(SOON, this::usage, it -> it.findValuesAsText("provider").contains(provider));
    }

    private JsonNode usage() {
        return http.get("/usage?group_by=provider").json().path("rows");
    }

    @Test
    void whatIsForbiddenIsNotAsked() {
        assertThat(
                        List.of(
                                test("switched-off").json().at("/error/message").asText(),
                                test("far-away").json().at("/error/message").asText()))
                .containsExactly(
                        "disabled in the catalog",
                        "offline is set in the catalog: only local providers are asked");
    }

    @Test
    void aProviderThatDoesNotExistIsUnknown() {
        Answer answer = test("nope");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error().path("message").asText())
                .startsWith("there is no provider of that name; there are ");
    }

    private Answer test(String provider) {
        return http.post("/providers/" + provider + "/test", "");
    }

    private JsonNode provider(String name) {
        return StreamSupport.stream(
                        http.get("/providers").json().path("providers").spliterator(), false)
                .filter(it -> it.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
