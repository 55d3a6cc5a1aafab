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
    private static final Duration CALL = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    SlowProviderIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void otherProvidersAreNotHeldUpAndDeferredJobsSucceed() {
        // Given jobs for a provider that does not get on with the first
        SimulatedProvider slow = signalbox.script("narrow", Script.builder().latency(CALL).build());
        signalbox.script("second", Script.DEFAULT);
        slow.hold();
        List<String> slowJobs;
        try {
            slowJobs = submit(JOBS, "narrow/small");

            // When somebody asks another provider
            Answer quick =
                    http.post("/jobs?wait=50s", Requests.job("second/small", "quick").toString());

            // Then it answers while the others have not been called
            assertThat(quick.json().path("status").asText()).isEqualTo("succeeded");
            assertThat(slow.counts().calls()).isLessThanOrEqualTo(1);

            // And those that wait are deferred in time
            Eventually.get(LIMIT, () -> look(slowJobs), SlowProviderIT::isOneDeferred);
        } finally {
            slow.release();
        }

        // And they all succeed, one call each, although some had to come back
        List<JsonNode> ends =
                Eventually.get(
                        LIMIT,
                        () -> look(slowJobs),
                        jobs -> jobs.stream().allMatch(job -> job.path("result").isObject()));
        assertThat(ends).allMatch(job -> job.path("status").asText().equals("succeeded"));
        assertThat(slow.counts().calls()).isEqualTo(JOBS);
        assertThat(ends)
                .as("deferred ones")
                .anyMatch(job -> outcomes(job.at("/result/attempts")).contains("deferred"));
        assertThat(ends)
                .as("a deferral is no failure")
                .noneMatch(job -> outcomes(job.at("/result/attempts")).contains("failed"));
    }

    private List<String> submit(int jobs, String model) {
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < jobs; number++) {
            ObjectNode job = Requests.job(model, "slow " + number);
            ids.add(http.post("/jobs", job.toString()).json().path("id").asText());
        }
        return ids;
    }

    private List<JsonNode> look(List<String> ids) {
        return ids.stream().map(id -> http.get("/jobs/" + id).json()).toList();
    }

    private static boolean isOneDeferred(List<JsonNode> jobs) {
        return jobs.stream().anyMatch(job -> outcomes(job.path("attempts")).contains("deferred"));
    }

    private static List<String> outcomes(JsonNode attempts) {
        return StreamSupport.stream(attempts.spliterator(), false)
                .map(attempt -> attempt.path("outcome").asText())
                .toList();
    }
}
