package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who would do a job, who not and why. */
@ExtendWith(SharedSignalbox.class)
class RoutingIT {

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    RoutingIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void routeShowsThePlanAndRunsNothing() {
        // Given
        SimulatedProvider first = signalbox.script("first", Script.DEFAULT);

        // When
        JsonNode plan =
                http.post("/route", Requests.job("chain/production", "who").toString()).json();

        // Then
        assertThat(plan.path("strategy").asText()).isEqualTo("priority");
        assertThat(candidates(plan)).containsExactly("first/small", "second/small");
        assertThat(plan.path("candidates").path(0).path("reason").asText())
                .contains("chain production", "place 1");
        assertThat(first.counts().calls()).isZero();
    }

    @Test
    void routeTellsOfEveryoneLeftOutWhy() {
        // When
        JsonNode plan = http.post("/route", Requests.job("auto", "who").toString()).json();

        // Then
        assertThat(candidates(plan)).startsWith("first/small", "second/small", "metered/small");
        assertThat(exclusion(plan, "switched-off/small").path("code").asText())
                .isEqualTo("disabled");
        assertThat(exclusion(plan, "far-away/small").path("code").asText()).isEqualTo("offline");
    }

    @Test
    void aCapabilityThatIsMissingExcludes() {
        // Given
        var job = Requests.job("both", "look");
        ((com.fasterxml.jackson.databind.node.ObjectNode) job.path("routing"))
                .putArray("requires")
                .add("vision");

        // When
        JsonNode plan = http.post("/route", job.toString()).json();

        // Then
        assertThat(candidates(plan)).isEmpty();
        assertThat(exclusion(plan, "first/small").path("detail").asText()).contains("vision");
    }

    @Test
    void whereNobodyCanTheAnswerIs503WithEveryReason() {
        // When
        Answer answer =
                http.post("/chat/completions", Requests.chat("chain/nobody", "help").toString());

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.error().path("code").asText()).isEqualTo("no_candidate");
        assertThat(answer.error().path("message").asText())
                .contains("switched-off/small: ", "far-away/small: it leaves this machine");
    }

    @Test
    void aStreamThatNobodyCanServeTellsTheSame() {
        // When
        Answer answer =
                http.post("/chat/completions", Requests.stream("chain/nobody", "help").toString());

        // Then the end is known within the stream's grace, which a busy machine may miss
        assertThat(answer.status()).isIn(503, 200);
        JsonNode error =
                answer.status() == 503 ? answer.error() : answer.chunks().getLast().path("error");
        assertThat(error.path("code").asText()).isEqualTo("no_candidate");
    }

    @Test
    void aModelThatMeansNothingIs404() {
        Answer answer =
                http.post("/chat/completions", Requests.chat("no-such-model", "help").toString());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error().path("code").asText()).isEqualTo("model_not_found");
        assertThat(answer.error().path("message").asText()).contains("'no-such-model'");
    }

    @Test
    void aJobForAModelThatMeansNothingIs404Too() {
        Answer answer = http.post("/jobs", Requests.job("no-such-model", "help").toString());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error().path("code").asText()).isEqualTo("model_not_found");
    }

    private static List<String> candidates(JsonNode plan) {
        return StreamSupport.stream(plan.path("candidates").spliterator(), false)
                .map(planned -> planned.path("candidate"))
                .map(it -> it.path("provider").asText() + "/" + it.path("model").asText())
                .toList();
    }

    private static JsonNode exclusion(JsonNode plan, String subject) {
        return StreamSupport.stream(plan.path("exclusions").spliterator(), false)
                .filter(it -> it.path("subject").asText().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError(subject + " is not excluded: " + plan));
    }
}
