package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.EventStream;
import io.signalbox.standalone.harness.EventStream.Event;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Following a job, from any moment on. */
@ExtendWith(SharedSignalbox.class)
class FollowIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Slow enough that an unstreamed answer has chunks. */
    private static final Script SLOW =
            Script.builder().answer("word by word").tokens(24).tokensPerSecond(20).build();

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    FollowIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void aJobIsFollowedFromItsStartToItsEnd() {
        // Given
        signalbox.script("first", SLOW);
        String jobId = submit("first/small");

        // When
        List<Event> events = followed(jobId);

        // Then
        assertThat(names(events)).startsWith("accepted").endsWith("chunk", "finished");
        assertThat(names(events)).containsSubsequence("started", "chunk");
        assertThat(names(events)).containsOnlyOnce("accepted", "routed", "started", "finished");
        assertThat(names(events)).doesNotContain("attempt_failed");
        assertThat(events.getFirst().data().path("job").asText()).isEqualTo(jobId);
        assertThat(first(events, "routed").at("/plan/candidates/0/candidate/provider").asText())
                .isEqualTo("first");
        JsonNode result = events.getLast().data();
        assertThat(result.path("status").asText()).isEqualTo("succeeded");
        assertThat(text(events)).isNotEmpty();
        assertThat(result.path("output").asText()).startsWith(text(events));
        assertThat(result).isEqualTo(ended(jobId).path("result"));
    }

    @Test
    void twoFollowersSeeTheSameAndSoDoesOneWhoComesAfterTheEnd() {
        // Given
        signalbox.script("first", SLOW);
        String jobId = submit("first/small");

        // When
        List<Event> one;
        List<Event> other;
        try (EventStream first = http.follow(jobId);
                EventStream second = http.follow(jobId)) {
            one = first.rest();
            other = second.rest();
        }
        List<Event> late = followed(jobId);

        // Then
        assertThat(told(other)).isEqualTo(told(one));
        assertThat(told(late)).isEqualTo(told(one));
    }

    @Test
    void whoComesBackGetsTheRestAndNothingTwice() {
        // Given a follower who loses the connection in the middle of the answer
        signalbox.script("first", SLOW);
        String jobId = submit("first/small");
        List<Event> seen = new ArrayList<>();
        try (EventStream stream = http.follow(jobId)) {
            seen.addAll(stream.until(event -> event.name().equals("chunk")));
        }

        // When
        seen.addAll(followed(jobId, "Last-Event-ID", seen.getLast().id()));

        // Then
        List<Event> whole = followed(jobId);
        assertThat(told(seen)).isEqualTo(told(whole));

        // And from any event on, also after the end
        for (int index : List.of(0, whole.size() / 2, whole.size() - 2)) {
            assertThat(told(followed(jobId, "Last-Event-ID", whole.get(index).id())))
                    .as("after event %d", index)
                    .isEqualTo(told(whole.subList(index + 1, whole.size())));
        }

        // And after the last event there is nothing to come back for
        try (EventStream over = http.follow(jobId, "Last-Event-ID", whole.getLast().id())) {
            assertThat(over.status()).isEqualTo(204);
        }
    }

    @Test
    void aFailedAttemptIsToldOnceAndBeforeTheEnd() {
        // Given
        signalbox.script("first", Script.failing(new Fault.Status(500, null, null)));
        signalbox.script("second", SLOW);

        // When
        List<Event> events = followed(submit("both"));

        // Then
        assertThat(names(events)).containsSubsequence("attempt_failed", "chunk", "finished");
        assertThat(names(events)).containsOnlyOnce("attempt_failed", "finished");
        JsonNode failure = first(events, "attempt_failed");
        assertThat(failure.path("attempt").asInt()).isEqualTo(1);
        assertThat(failure.at("/error/class").asText()).isEqualTo("UNAVAILABLE");
        assertThat(failure.at("/candidate/provider").asText()).isEqualTo("first");
    }

    @Test
    void aStreamedChatCanBeFollowedPieceByPiece() {
        // Given
        signalbox.script("first", SLOW);

        // When
        try (EventStream chat =
                http.stream("/chat/completions", Requests.stream("both", "go").toString())) {
            List<Event> events = followed(chat.header("x-signalbox-job"));

            // Then
            assertThat(text(events)).isNotEmpty();
            assertThat(events.getLast().data().path("output").asText()).startsWith(text(events));
            assertThat(
                            events.stream()
                                    .filter(event -> event.name().equals("chunk"))
                                    .map(event -> event.data().path("seq").asInt()))
                    .hasSizeGreaterThan(10)
                    .isSorted()
                    .doesNotHaveDuplicates();

            // And a stream has one model all through
            assertThat(chat.rest())
                    .extracting(event -> event.data().path("model").asText())
                    .containsOnly("both");
        }
    }

    @Test
    void aBatchJobTellsNoChunks() {
        // Given
        signalbox.script("first", SLOW);
        var job = Requests.job("first/small", "by and by");
        job.putObject("limits").put("priority", "batch");
        String jobId = http.post("/jobs", job.toString()).json().path("id").asText();

        // Then
        assertThat(names(followed(jobId)))
                .containsExactlyInAnyOrder("accepted", "routed", "started", "finished");
    }

    @Test
    void aFollowersHangUpCancelsNothingAndLeavesNothing() {
        // Given
        SimulatedProvider provider = signalbox.script("first", SLOW);
        provider.hold();
        String jobId = submit("first/small");
        try (EventStream stream = http.follow(jobId)) {
            stream.until(event -> event.name().equals("started"));
            assertThat(http.gauge("signalbox_gateway_followers")).isGreaterThanOrEqualTo(1);
        }

        // Then
        provider.release();
        assertThat(ended(jobId).path("status").asText()).isEqualTo("succeeded");
        Eventually.get(SOON, () -> http.gauge("signalbox_gateway_followers"), count -> count == 0);
    }

    @Test
    void aCancelledJobEndsSo() {
        // Given
        signalbox.script("first", Script.failing(new Fault.HangMidStream(2)));
        String jobId = submit("first/small");

        // When
        try (EventStream stream = http.follow(jobId)) {
            stream.until(event -> event.name().equals("started"));
            new JobCaller(http).cancel(jobId);

            // Then
            assertThat(stream.rest().getLast().data().path("status").asText())
                    .isEqualTo("cancelled");
        }
    }

    @Test
    void whatCannotBeFollowedIsSaid() {
        Answer unknown = http.get("/jobs/01ARZ3NDEKTSV4RRFFQ69G5FAV/events");
        assertThat(unknown.status()).isEqualTo(404);

        assertThat(http.get("/jobs/banana/events").status()).isEqualTo(400);

        signalbox.script("first", Script.DEFAULT);
        String jobId = submit("first/small");
        Answer wrongId = http.get("/jobs/" + jobId + "/events", "Last-Event-ID", "17");
        assertThat(wrongId.status()).isEqualTo(400);
        assertThat(wrongId.error().path("param").asText()).isEqualTo("Last-Event-ID");
        assertThat(ended(jobId).path("status").asText()).isEqualTo("succeeded");
    }

    private String submit(String model) {
        return http.post("/jobs", Requests.job(model, "go on").toString())
                .json()
                .path("id")
                .asText();
    }

    private List<Event> followed(String jobId, String... headers) {
        try (EventStream stream = http.follow(jobId, headers)) {
            assertThat(stream.status()).isEqualTo(200);
            return stream.rest();
        }
    }

    private JsonNode ended(String jobId) {
        return Eventually.get(
                SOON,
                () -> http.get("/jobs/" + jobId).json(),
                job -> job.path("result").isObject());
    }

    private static JsonNode first(List<Event> events, String name) {
        return events.stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow()
                .data();
    }

    private static List<String> names(List<Event> events) {
        return events.stream().map(Event::name).toList();
    }

    /** What was told, without the ids: those of two followers may differ. */
    private static List<String> told(List<Event> events) {
        return events.stream().map(event -> event.name() + " " + event.data()).toList();
    }

    private static String text(List<Event> events) {
        return events.stream()
                .filter(event -> event.name().equals("chunk"))
                .map(event -> event.data().path("text").asText())
                .collect(Collectors.joining());
    }
}
