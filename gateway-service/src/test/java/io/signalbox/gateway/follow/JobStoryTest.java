package io.signalbox.gateway.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptStarted;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.JobWaiting;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class JobStoryTest {

    private static final JobId JOB = new JobId("01JD7Z7Q8M0000000000000000");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Candidate FIRST = Candidate.api("first", "small");
    private static final AttemptError BROKEN = AttemptError.of(ErrorClass.UNAVAILABLE, "broken");

    private final Position position =
            Position.startingAt(
                    new JobTrack(
                            JOB.value(),
                            new TopicPartition("events", 0),
                            new TopicPartition("progress", 0),
                            new TopicPartition("results", 0)),
                    Map.of());
    private final JobStory story = new JobStory(position);

    @Test
    void everyFactHasItsEvent() {
        assertThat(name(story.tell(routed(1)))).isEqualTo("routed");
        assertThat(
                        name(
                                story.tell(
                                        new AttemptStarted(
                                                new AttemptId(JOB, 1),
                                                "default",
                                                "r1",
                                                FIRST,
                                                "w",
                                                NOW))))
                .isEqualTo("started");
        assertThat(
                        name(
                                story.tell(
                                        new Chunk(
                                                new AttemptId(JOB, 1),
                                                "r1",
                                                0,
                                                "hi",
                                                null,
                                                List.of()))))
                .isEqualTo("chunk");
        assertThat(name(story.tell(new JobWaiting(JOB, "default", 0, NOW, "all are out", NOW))))
                .isEqualTo("waiting");
        assertThat(name(story.tell(finished(1, Outcome.FAILED)))).isEqualTo("attempt_failed");
    }

    @Test
    void whatSucceededOrWasStoppedByUsIsNoFailure() {
        assertThat(story.tell(finished(1, Outcome.SUCCEEDED))).isEmpty();
        assertThat(story.tell(finished(2, Outcome.CANCELLED))).isEmpty();
        assertThat(story.tell(finished(3, Outcome.EXPIRED))).isEmpty();
        assertThat(story.tell(finished(4, Outcome.DEFERRED))).isEmpty();
    }

    @Test
    void aFailureIsToldOnceWhoeverTellsIt() {
        // Given one failure that the log told, and one of which only the end knows
        story.tell(finished(1, Outcome.FAILED));

        // Then
        assertThat(story.tell(finished(1, Outcome.FAILED))).isEmpty();
        assertThat(story.tell(report(1, Outcome.FAILED))).isEmpty();
        assertThat(name(story.tell(report(2, Outcome.FAILED)))).isEqualTo("attempt_failed");
        assertThat(story.tell(report(3, Outcome.SUCCEEDED))).isEmpty();

        // And who resumes is not told again
        assertThat(new JobStory(position).tell(report(2, Outcome.FAILED))).isEmpty();
    }

    @Test
    void theFirstEndStandsAndIsHeldBack() {
        assertThat(story.end()).isNull();
        assertThat(story.tell(new JobFinished(end(JobStatus.FAILED)))).isEmpty();
        assertThat(story.tell(new JobFinished(end(JobStatus.CANCELLED)))).isEmpty();

        assertThat(Optional.ofNullable(story.end()).map(JobResult::status))
                .contains(JobStatus.FAILED);
    }

    @Test
    void itIsWholeWhenTheFactsOfEveryAttemptOfTheEndAreThere() {
        story.tell(routed(1));
        story.tell(finished(1, Outcome.FAILED));
        assertThat(story.isWhole()).isFalse();

        story.tell(new JobFinished(end(JobStatus.FAILED, 1, 2)));
        assertThat(story.isWhole()).isFalse();

        story.tell(finished(2, Outcome.FAILED));
        assertThat(story.isWhole()).isFalse();

        story.tell(routed(2));
        assertThat(story.isWhole()).isTrue();
    }

    @Test
    void anEndWithoutAttemptsIsWholeAtOnce() {
        story.tell(new JobFinished(end(JobStatus.CANCELLED)));

        assertThat(story.isWhole()).isTrue();
    }

    @Test
    void theDataIsAsDocumented() {
        Optional<JobEvent> event = story.tell(finished(1, Outcome.FAILED));

        assertThat(event.map(Json::text))
                .contains(
                        """
                        {"attempt":1,"candidate":{"kind":"api","provider":"first","model":"small"},\
                        "error":{"class":"UNAVAILABLE","message":"broken"},\
                        "started_at":"2026-11-21T10:00:00Z","latency_ms":5}\
                        """);
    }

    private static String name(Optional<JobEvent> event) {
        return event.map(JobEvent::name).orElse("nothing");
    }

    private static JobRouted routed(int attempt) {
        return new JobRouted(
                JOB, "default", new AttemptId(JOB, attempt), FIRST, null, "the first", NOW);
    }

    private static AttemptFinished finished(int attempt, Outcome outcome) {
        return new AttemptFinished(
                new AttemptId(JOB, attempt),
                "default",
                "r" + attempt,
                FIRST,
                "w",
                null,
                null,
                null,
                outcome,
                outcome == Outcome.SUCCEEDED ? null : BROKEN,
                null,
                null,
                false,
                NOW,
                NOW,
                5,
                null);
    }

    private static AttemptReport report(int attempt, Outcome outcome) {
        return new AttemptReport(
                attempt, FIRST, outcome, outcome == Outcome.SUCCEEDED ? null : BROKEN, NOW, 5);
    }

    private static JobResult end(JobStatus status, int... failedAttempts) {
        return JobResult.ended(
                JOB,
                status,
                BROKEN,
                1L,
                Arrays.stream(failedAttempts)
                        .mapToObj(attempt -> report(attempt, Outcome.FAILED))
                        .toList(),
                Map.of());
    }
}
