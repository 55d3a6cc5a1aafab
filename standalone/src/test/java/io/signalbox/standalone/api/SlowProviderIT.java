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
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many jobs for a provider that takes one at a time: nobody else waits, and all of them end. */
@ExtendWith(SharedSignalbox.class)
class SlowProviderIT {

    private static final int JOBS = 30;
    private static final Duration CALL = Duration.ofMillis(350);
    private static final Duration ALL_ENDED = Duration.ofSeconds(60);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    SlowProviderIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void otherProvidersAreNotHeldUpAndDeferredJobsSucceed() {
        // Given more jobs than the provider can begin within the time that an order waits
        SimulatedProvider slow = signalbox.script("narrow", Script.builder().latency(CALL).build());
        signalbox.script("second", Script.DEFAULT);
        List<String> slowJobs = new ArrayList<>();
        for (int number = 0; number < JOBS; number++) {
            ObjectNode job = Requests.job("narrow/small", "slow " + number);
            slowJobs.add(http.post("/jobs", job.toString()).json().path("id").asText());
        }

        // When somebody asks another provider
        Answer quick =
                http.post("/jobs?wait=20s", Requests.job("second/small", "quick").toString());

        // Then it answers while most of the others have not been called
        assertThat(quick.json().path("status").asText()).isEqualTo("succeeded");
        assertThat(slow.counts().calls()).isLessThan(JOBS);

        // And they all succeed, one call each, although some had to come back
        List<JsonNode> ends =
                slowJobs.stream()
                        .map(id ->
                                Eventually.get(
                                        ALL_ENDED,
                                        () -> http.get("/jobs/" + id).json(),
                                        job -> job.path("result").isObject()))
                        .toList();
        assertThat(ends).allMatch(job -> job.path("status").asText().equals("succeeded"));
        assertThat(slow.counts().calls()).isEqualTo(JOBS);
        assertThat(ends).as("deferred ones").anyMatch(job -> deferrals(job) > 0);
        assertThat(ends).as("a deferral is no failure").allMatch(job -> failures(job) == 0);
    }

    private static long deferrals(JsonNode job) {
        return attempts(job, "deferred");
    }

    private static long failures(JsonNode job) {
        return attempts(job, "failed");
    }

    private static long attempts(JsonNode job, String outcome) {
        return StreamSupport.stream(job.at("/result/attempts").spliterator(), false)
                .filter(attempt -> attempt.path("outcome").asText().equals(outcome))
                .count();
    }
}
