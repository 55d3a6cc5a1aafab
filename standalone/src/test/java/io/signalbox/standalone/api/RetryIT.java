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
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.FaultRule;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A single candidate fails for a while: it is asked again, and the caller sees the job wait. */
@ExtendWith(SharedSignalbox.class)
class RetryIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    RetryIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void aRateLimitedCandidateIsAskedAgainAfterTheTimeThatItNames() {
        // Given
        signalbox.script(
                "first",
                Script.builder()
                        .answer("at last")
                        .fault(FaultRule.first(1, rateLimited("4")))
                        .build());

        // When
        String id = submitted(Requests.job("first/small", "hello"));
        JsonNode waiting =
                when(id, job -> is(job, "waiting") && job.at("/attempts/0").has("started_at"));
        JsonNode job = when(id, "succeeded");

        // Then
        assertThat(waiting.at("/waiting/reason").asText())
                .isEqualTo("waits to ask first/small again: first/small failed with RATE_LIMITED");
        assertThat(Instant.parse(waiting.at("/waiting/until").asText()))
                .isAfter(
                        Instant.parse(waiting.at("/attempts/0/started_at").asText())
                                .plusMillis(3_990));
        assertThat(job.has("waiting")).isFalse();
        assertThat(job.at("/result/output").asText()).isEqualTo("at last");
        JsonNode attempts = job.at("/result/attempts");
        assertThat(attempts).hasSize(2);
        assertThat(attempts.at("/0/error/class").asText()).isEqualTo("RATE_LIMITED");
        assertThat(Instant.parse(attempts.at("/1/started_at").asText()))
                .isAfter(Instant.parse(attempts.at("/0/started_at").asText()).plusMillis(3_990));
    }

    @Test
    void aJobThatGoesThroughAWaitingTopicRunsAgain() {
        // Given
        SimulatedProvider provider =
                signalbox.script(
                        "first",
                        Script.builder()
                                .answer("after all")
                                .fault(FaultRule.first(1, rateLimited("6")))
                                .build());

        // When
        String id = submitted(Requests.job("first/small", "hello"));

        // Then
        when(id, "waiting");
        provider.hold();
        try {
            when(id, "running");
        } finally {
            provider.release();
        }
        assertThat(when(id, "succeeded").at("/result/attempts")).hasSize(2);
    }

    @Test
    void anOverloadedCandidateIsAskedOnceMore() {
        // Given
        signalbox.script(
                "first",
                Script.builder()
                        .answer("the second time")
                        .fault(FaultRule.first(1, new Fault.Status(503, null, null)))
                        .build());

        // When
        Answer answer =
                http.post("/chat/completions", Requests.chat("first/small", "hello").toString());

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("x-signalbox-attempts")).isEqualTo("2");
    }

    @Test
    void aTimePastTheDeadlineFailsTheJobAtOnceWithTheReason() {
        // Given
        signalbox.script("limited", Script.failing(rateLimited("60")));

        // When
        String model = "limited/past-the-deadline";
        Answer answer = http.post("/jobs?wait=30s", Requests.job(model, "hello", "45s").toString());

        // Then
        JsonNode job = answer.json();
        assertThat(job.path("status").asText()).as(answer.body()).isEqualTo("failed");
        assertThat(job.at("/result/attempts")).hasSize(1);
        assertThat(job.at("/result/error/class").asText()).isEqualTo("RATE_LIMITED");
        assertThat(job.at("/result/error/message").asText())
                .startsWith("no candidate is free before the deadline")
                .contains(model + " failed with RATE_LIMITED and is free again at");
    }

    private static Fault rateLimited(String retryAfter) {
        return new Fault.Status(429, Map.of("Retry-After", retryAfter), null);
    }

    private String submitted(ObjectNode job) {
        return http.post("/jobs", job.toString()).json().path("id").asText();
    }

    private JsonNode when(String id, String status) {
        return when(id, job -> is(job, status));
    }

    private JsonNode when(String id, Predicate<JsonNode> wanted) {
        return Eventually.get(LIMIT, () -> http.get("/jobs/" + id).json(), wanted);
    }

    private static boolean is(JsonNode job, String status) {
        return job.path("status").asText().equals(status);
    }
}
