package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.FaultRule;
import io.signalbox.testsupport.simulator.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list of jobs: filters and pages. */
@ExtendWith(SharedSignalbox.class)
class JobListIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final HttpCaller http;

    JobListIT(RunningSignalbox signalbox) {
        this.http = signalbox.http();
        signalbox.script(
                "first",
                Script.builder()
                        .fault(FaultRule.matching("break this", new Fault.Status(400, null, null)))
                        .build());
    }

    @Test
    void pagesFollowEachOtherNewestFirstWithoutGapsOrRepeats() {
        // Given
        List<String> newestFirst = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            newestFirst.addFirst(run("list-pages", "number " + number));
        }
        awaitStored("task_type=list-pages", 5);

        // When
        JsonNode first = http.get("/jobs?task_type=list-pages&limit=2").json();
        JsonNode second = http.get(next("/jobs?task_type=list-pages&limit=2", first)).json();
        JsonNode third = http.get(next("/jobs?task_type=list-pages&limit=2", second)).json();

        // Then
        List<String> listed = new ArrayList<>(ids(first));
        listed.addAll(ids(second));
        listed.addAll(ids(third));
        assertThat(listed).isEqualTo(newestFirst);
        assertThat(third.has("next")).isFalse();
    }

    @Test
    void theStatusFilterTellsSucceededFromFailed() {
        // Given
        String good = run("list-status", "do this");
        String bad = run("list-status", "break this");
        awaitStored("task_type=list-status&status=failed", 1);
        awaitStored("task_type=list-status&status=succeeded", 1);

        // Then
        assertThat(ids(http.get("/jobs?task_type=list-status&status=failed").json()))
                .containsExactly(bad);
        assertThat(ids(http.get("/jobs?task_type=list-status&status=succeeded").json()))
                .containsExactly(good);
    }

    @Test
    void theWindowIsHalfOpen() {
        // Given
        String earlier = run("list-window", "one");
        String later = run("list-window", "two");
        JsonNode both = awaitStored("task_type=list-window", 2);
        String boundary = both.path("jobs").path(0).path("admitted_at").asText();

        // Then
        assertThat(ids(http.get("/jobs?task_type=list-window&from=" + boundary).json()))
                .containsExactly(later);
        assertThat(ids(http.get("/jobs?task_type=list-window&to=" + boundary).json()))
                .containsExactly(earlier);
    }

    private String run(String taskType, String text) {
        var job = Requests.job("first/small", text);
        job.putObject("task").put("type", taskType);
        HttpCaller.Answer answer = http.post("/jobs?wait=50s", job.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("id").asText();
    }

    private JsonNode awaitStored(String filter, int jobs) {
        return Eventually.get(
                SOON,
                () -> http.get("/jobs?" + filter).json(),
                list -> list.path("jobs").size() == jobs && ended(list.path("jobs")));
    }

    private static boolean ended(JsonNode jobs) {
        return StreamSupport.stream(jobs.spliterator(), false)
                .allMatch(job -> job.path("result").isObject());
    }

    private static String next(String query, JsonNode page) {
        assertThat(page.path("next").isTextual()).isTrue();
        return query + "&cursor=" + page.path("next").asText();
    }

    private static List<String> ids(JsonNode list) {
        return StreamSupport.stream(list.path("jobs").spliterator(), false)
                .map(job -> job.path("id").asText())
                .toList();
    }
}
