package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.standalone.harness.EventStream;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.TopicReader;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A caller wants a job no more, at whatever moment. */
@ExtendWith(SharedSignalbox.class)
class CancelIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;
    private final JobCaller jobs;

    CancelIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
        this.jobs = new JobCaller(http);
    }

    @Test
    void aJobInTheMiddleOfItsAnswerEndsAndItsCallIsBrokenOff() throws InterruptedException {
        // Given
        SimulatedProvider first =
                signalbox.script("first", Script.failing(new Fault.HangMidStream(2)));
        String jobId = submit("first/small");
        assertThat(first.await(counts -> counts.inFlight() == 1, SOON)).isTrue();

        // When
        Answer answer = jobs.cancel(jobId);

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("status").asText()).isEqualTo("cancelled");
        assertThat(first.await(counts -> counts.aborted() == 1, SOON)).isTrue();
        assertThat(ended(jobId).path("status").asText()).isEqualTo("cancelled");

        // And again: nothing changes
        JsonNode job = ended(jobId);
        Answer again = jobs.cancel(jobId);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().path("status").asText()).isEqualTo("cancelled");
        assertThat(ended(jobId).path("finished_at")).isEqualTo(job.path("finished_at"));
    }

    @Test
    void aJobThatHasEndedKeepsItsEnd() {
        // Given
        signalbox.script("first", Script.DEFAULT);
        String jobId = submit("first/small");
        JsonNode before = ended(jobId);

        // When
        Answer answer = jobs.cancel(jobId);

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("status").asText()).isEqualTo("succeeded");
        JsonNode after = ended(jobId);
        for (String field : List.of("status", "result", "finished_at")) {
            assertThat(after.path(field)).as(field).isEqualTo(before.path(field));
        }
    }

    @Test
    void aJobThatIsStillInLineIsNeverCalled() throws InterruptedException {
        // Given a provider that takes one call, and is busy with it
        SimulatedProvider narrow =
                signalbox.script("narrow", Script.failing(new Fault.HangBeforeHeaders()));
        String busy = submit("narrow/small");
        assertThat(narrow.await(counts -> counts.inFlight() == 1, SOON)).isTrue();
        String inLine = submit("narrow/small");

        // When
        assertThat(jobs.cancel(inLine).status()).isEqualTo(202);
        assertThat(ended(inLine).path("status").asText()).isEqualTo("cancelled");

        // Then the next in line is called, and it never was
        narrow.play(Script.DEFAULT);
        jobs.cancel(busy);
        Answer next = http.post("/jobs?wait=30s", Requests.job("narrow/small", "me").toString());
        assertThat(next.json().path("status").asText()).isEqualTo("succeeded");
        assertThat(narrow.callsOf(inLine + "/1")).isZero();
        assertThat(narrow.callsOf(busy + "/1")).isEqualTo(1);
    }

    @Test
    void whoHangsUpOnAStreamCancels() throws InterruptedException {
        // Given
        SimulatedProvider first =
                signalbox.script("first", Script.failing(new Fault.HangMidStream(2)));
        String jobId;

        // When
        try (EventStream chat =
                http.stream("/chat/completions", Requests.stream("first/small", "go").toString())) {
            jobId = chat.header("x-signalbox-job");
            chat.next();
        }

        // Then
        assertThat(first.await(counts -> counts.aborted() == 1, SOON)).isTrue();
        assertThat(ended(jobId).path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void aCancelThatMeetsTheEndLeavesOneEnd() {
        // Given jobs that end at about the time they are cancelled
        signalbox.script("crowded", Script.builder().latency(Duration.ofMillis(15)).build());
        Map<String, String> answered = new HashMap<>();

        // When
        for (int number = 0; number < 20; number++) {
            String jobId = submit("crowded/small");
            answered.put(jobId, jobs.cancel(jobId).json().path("status").asText());
        }

        // Then what stands is the first end that was written, for every reader
        Map<String, String> stands = new HashMap<>();
        answered.keySet().forEach(id -> stands.put(id, ended(id).path("status").asText()));
        assertThat(stands.values()).containsAnyOf("cancelled", "succeeded");
        assertThat(firstEnds(answered.keySet().stream().toList())).isEqualTo(stands);

        // And nothing that had ended was told to be cancelled
        answered.forEach((id, status) -> {
            if (status.equals("succeeded")) {
                assertThat(stands).containsEntry(id, "succeeded");
            }
        });
    }

    private Map<String, String> firstEnds(List<String> jobIds) {
        Map<String, String> ends = new HashMap<>();
        try (TopicReader results =
                new TopicReader(signalbox.process().bootstrapServers(), Topic.RESULTS)) {
            List<ConsumerRecord<String, byte[]>> all = results.readToEnd(SOON);
            for (ConsumerRecord<String, byte[]> end : all) {
                if (jobIds.contains(end.key())) {
                    ends.putIfAbsent(
                            end.key(), Json.mapper().readTree(end.value()).path("status").asText());
                }
            }
        } catch (IOException e) {
            throw new AssertionError("a result is not JSON", e);
        }
        return ends;
    }

    private String submit(String model) {
        return http.post("/jobs", Requests.job(model, "go on").toString())
                .json()
                .path("id")
                .asText();
    }

    private JsonNode ended(String jobId) {
        return Eventually.get(
                SOON,
                () -> http.get("/jobs/" + jobId).json(),
                job -> job.path("result").isObject());
    }
}
