package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.JobId;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.FaultRule;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many jobs at once: all are taken or none, and one look tells how they fare. */
@ExtendWith(SharedSignalbox.class)
class BatchesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MANY = 150;

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    BatchesIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void aBatchOfLinesIsCountedUntilAllHaveEnded() {
        // Given a provider that refuses one of them
        signalbox.script(
                "first",
                Script.builder()
                        .fault(FaultRule.matching("job 7!", new Fault.Status(400, null, null)))
                        .build());

        // When
        Answer answer = http.post("/jobs/batch", lines(MANY, "first/small"));

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        String id = answer.json().path("id").asText();
        assertThat(answer.header("location")).endsWith("/v1/jobs/batches/" + id);
        assertThat(answer.json().path("size").asInt()).isEqualTo(MANY);
        JsonNode ended = ended(id);
        assertThat(ended.at("/counts/succeeded").asInt()).isEqualTo(MANY - 1);
        assertThat(ended.at("/counts/failed").asInt()).isEqualTo(1);
        assertThat(ended.at("/jobs/7/status").asText()).isEqualTo("failed");
        assertThat(ids(ended)).isEqualTo(ids(answer.json())).doesNotHaveDuplicates();
        JsonNode last = http.get("/jobs/" + ids(ended).getLast()).json();
        assertThat(last.at("/result/output").asText())
                .isEqualTo("You said: job %d!".formatted(MANY - 1));
    }

    @Test
    void theSameKeyIsTheSameBatch() {
        // Given
        SimulatedProvider provider = signalbox.script("first", Script.DEFAULT);
        String key = UUID.randomUUID().toString();
        String body = array(3, "first/small");

        // When
        Answer first = http.post("/jobs/batch", body, "Idempotency-Key", key);
        Answer again = http.post("/jobs/batch", body, "Idempotency-Key", key);
        Answer other = http.post("/jobs/batch", array(4, "first/small"), "Idempotency-Key", key);

        // Then
        assertThat(again.status()).as(again.body()).isEqualTo(202);
        assertThat(ids(again.json())).isEqualTo(ids(first.json()));
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(again.json().path("created_at")).isEqualTo(first.json().path("created_at"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.error().path("code").asText()).isEqualTo("idempotency_conflict");
        ended(first.json().path("id").asText());
        assertThat(provider.counts().calls()).isEqualTo(3);
    }

    @Test
    void oneBadJobKeepsAllOut() {
        // Given
        SimulatedProvider provider = signalbox.script("first", Script.DEFAULT);
        String id = JobId.create().value();
        String good = Requests.job("first/small", "good").put("id", id).toString();

        // When
        Answer answer =
                http.post(
                        "/jobs/batch",
                        """
                        [%1$s, {}, {"instruction": "x", "routing": {"model": "nope"}},
                         {"instruction": "x", "id": "banana"}, %1$s]
                        """
                                .formatted(good));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asText()).isEqualTo("[1]");
        assertThat(answer.error().path("message").asText())
                .startsWith(
                        "4 of 5 jobs cannot be taken, so nothing was accepted: [1]: a job needs")
                .contains(
                        "[2]: no model 'nope'",
                        "[3]: id 'banana' is neither a ULID",
                        "[4]: id '%s' is there twice".formatted(id));
        assertThat(Eventually.get(LIMIT, () -> http.get("/jobs/" + id).status(), s -> s != 503))
                .isEqualTo(404);
        assertThat(provider.counts().calls()).isZero();
    }

    @Test
    void aJobThatWasSubmittedBeforeIsAConflict() {
        signalbox.script("first", Script.DEFAULT);
        String id = JobId.create().value();
        String job = Requests.job("first/small", "once").put("id", id).toString();
        assertThat(http.post("/jobs", job).status()).isEqualTo(202);

        Answer answer = http.post("/jobs/batch", "[" + job + "]");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.error().path("param").asText()).isEqualTo("[0].id");
        assertThat(new JobCaller(http).ended(id).path("status").asText()).isEqualTo("succeeded");
    }

    private JsonNode ended(String id) {
        return Eventually.get(
                LIMIT,
                () -> http.get("/jobs/batches/" + id).json(),
                batch -> batch.path("ended").asInt() == batch.path("size").asInt(-1));
    }

    private static List<String> ids(JsonNode batch) {
        return StreamSupport.stream(batch.path("jobs").spliterator(), false)
                .map(job -> job.path("id").asText())
                .toList();
    }

    private static String lines(int jobs, String model) {
        return IntStream.range(0, jobs)
                .mapToObj(number -> Requests.job(model, "job %d!".formatted(number)).toString())
                .collect(Collectors.joining("\n"));
    }

    private static String array(int jobs, String model) {
        return "[" + lines(jobs, model).replace('\n', ',') + "]";
    }
}
