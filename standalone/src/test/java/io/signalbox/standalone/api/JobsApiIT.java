package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.JobId;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Submitting a job and looking at it. */
@ExtendWith(SharedSignalbox.class)
class JobsApiIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    JobsApiIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
        signalbox.script("first", Script.DEFAULT);
    }

    @Test
    void aJobIsAcceptedAndThenFoundUntilItHasSucceeded() {
        // When
        Answer accepted =
                http.post("/jobs", Requests.job("first/small", "how far is far").toString());

        // Then
        String id = accepted.json().path("id").asText();
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().path("status").asText()).isEqualTo("accepted");
        assertThat(accepted.header("Location")).endsWith("/v1/jobs/" + id);
        assertThat(accepted.json().path("links").path("self").asText()).isEqualTo("/v1/jobs/" + id);

        // And when looked at from the very first moment on: its end and its plan come each by
        // itself
        JsonNode job =
                Eventually.asserted(
                        SOON,
                        () -> found(id).json(),
                        it -> {
                            assertThat(it.path("status").asText()).isEqualTo("succeeded");
                            assertThat(it.at("/plan/candidates/0/candidate").toString())
                                    .contains("first", "small");
                            assertThat(it.path("attempts")).hasSize(1);
                            assertThat(it.at("/attempts/0/outcome").asText())
                                    .isEqualTo("succeeded");
                        });

        // Then
        JsonNode result = job.path("result");
        assertThat(result.path("output").asText()).isEqualTo("You said: how far is far");
        assertThat(result.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(result.path("candidate").path("provider").asText()).isEqualTo("first");
        assertThat(result.path("candidate").path("model").asText()).isEqualTo("small");
        assertThat(job.path("usage").path("output").asInt()).isEqualTo(6);
        assertThat(job.path("cost_usd").isTextual()).isTrue();
    }

    /** A job that was accepted is never unknown, however young it is. */
    private Answer found(String id) {
        Answer answer = http.get("/jobs/" + id);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    @Test
    void whoWaitsGetsTheResultAtOnce() {
        // When
        Answer answer =
                http.post("/jobs?wait=30s", Requests.job("first/small", "say it now").toString());

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).isEqualTo("succeeded");
        assertThat(answer.json().path("result").path("output").asText())
                .isEqualTo("You said: say it now");
    }

    @Test
    void whoWaitsNotLongEnoughGetsTheReceipt() {
        // Given
        signalbox.script("first", Script.builder().latency(Duration.ofSeconds(1)).build());

        // When
        Answer answer =
                http.post("/jobs?wait=100ms", Requests.job("first/small", "slowly").toString());

        // Then
        assertThat(answer.status()).isEqualTo(202);
        String id = answer.json().path("id").asText();
        Eventually.get(
                SOON,
                () -> found(id),
                job -> job.json().path("status").asText().equals("succeeded"));
    }

    @Test
    void aJobKeepsItsCallersIdAndMetadata() {
        // Given
        String id = JobId.create().value();
        var job = Requests.job("first/small", "mine").put("id", id);
        job.putObject("metadata").put("ticket", "SB-1");

        // When
        Answer answer = http.post("/jobs?wait=30s", job.toString());

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("id").asText()).isEqualTo(id);
        assertThat(answer.json().path("result").path("metadata").path("ticket").asText())
                .isEqualTo("SB-1");
    }

    @Test
    void anInstructionIsAMessage() {
        // When
        Answer answer =
                http.post(
                        "/jobs?wait=30s",
                        """
                        {"instruction": "count to three", "routing": {"model": "first/small"}}
                        """);

        // Then
        assertThat(answer.json().path("result").path("output").asText())
                .isEqualTo("You said: count to three");
    }

    @Test
    void anUnknownJobIs404() {
        // Given an id made so long ago that no store can still be waited for
        String old = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

        // When
        Answer answer = http.get("/jobs/" + old);

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error().path("message").asText()).contains(old).contains("30 days");
        assertThat(answer.error().path("trace_id").asText()).isNotEmpty();
    }

    @Test
    void anIdThatIsNoneIs400() {
        // When
        Answer answer = http.get("/jobs/banana");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("message").asText()).contains("'banana'", "ULID", "UUID");
    }
}
