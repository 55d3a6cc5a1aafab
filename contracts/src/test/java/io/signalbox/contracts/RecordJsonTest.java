package io.signalbox.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.attempt.SearchReport;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.AttemptStarted;
import io.signalbox.contracts.event.CancelRequested;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.JobWaiting;
import io.signalbox.contracts.event.ModelCommand;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.event.Retry;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.event.Step;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordJsonTest {

    private static final JobId JOB = new JobId("01JD7Z7Q8M0000000000000000");
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00.123Z");
    private static final Candidate CANDIDATE = Candidate.api("groq", "openai/gpt-oss-120b");
    private static final AttemptReport REPORT =
            new AttemptReport(
                    1,
                    CANDIDATE,
                    Outcome.FAILED,
                    new AttemptError(ErrorClass.RATE_LIMITED, "slow down", 429),
                    AT,
                    31);
    private static final JobAdmitted ADMITTED =
            new JobAdmitted(
                    JOB,
                    "default",
                    Job.chat("auto", ChatInput.of("hello")),
                    AT,
                    AT.plusSeconds(120),
                    3,
                    true,
                    null,
                    null);
    private static final AttemptDispatched DISPATCHED =
            new AttemptDispatched(
                    ADMITTED,
                    new AttemptId(JOB, 1),
                    CANDIDATE,
                    List.of(),
                    List.of(new Retry(CANDIDATE, AT)),
                    List.of(),
                    AT);

    static Stream<SignalboxRecord> everyRecord() {
        return Stream.of(
                ADMITTED,
                DISPATCHED,
                new AttemptRerouted(DISPATCHED, REPORT, false, 1_500L, false),
                new JobRouted(
                        JOB,
                        "default",
                        new AttemptId(JOB, 1),
                        CANDIDATE,
                        new Plan(
                                "priority",
                                List.of(new Plan.Planned(CANDIDATE, "priority 1")),
                                List.of(new Plan.Exclusion("openai", "no_key", "set a key"))),
                        "first of the plan",
                        AT),
                new AttemptStarted(new AttemptId(JOB, 1), "default", "r1", CANDIDATE, "w1", AT),
                new AttemptFinished(
                        new AttemptId(JOB, 1),
                        "default",
                        "r1",
                        CANDIDATE,
                        "w1",
                        "code_review",
                        null,
                        null,
                        Outcome.SUCCEEDED,
                        null,
                        new Usage(12, 4, 0, 14, 2, false),
                        Usd.parse("0.000012"),
                        false,
                        AT,
                        AT.plusMillis(800),
                        800,
                        140L,
                        new SearchReport("searxng", 3, null, 210)),
                new JobWaiting(JOB, "default", 1, AT.plusSeconds(5), "rate limited", AT),
                new JobPostponed(
                        ADMITTED,
                        List.of(CANDIDATE),
                        List.of(new Retry(CANDIDATE, AT)),
                        List.of(REPORT),
                        AT.plusSeconds(5),
                        AT,
                        "rate limited"),
                new JobFinished(
                        JobResult.ended(
                                JOB,
                                JobStatus.FAILED,
                                AttemptError.of(ErrorClass.NO_CANDIDATE, "nobody"),
                                12L,
                                List.of(REPORT),
                                Map.of("k", "v"))),
                new CancelRequested(JOB, "the caller hung up", AT),
                new ModelCommand(JOB, "ollama", "qwen3:8b", ModelCommand.PULL, AT),
                new Chunk(
                        new AttemptId(JOB, 1),
                        "r1",
                        0,
                        "hel",
                        null,
                        List.of(new Chunk.ToolCallDelta(0, "c1", "f", "{"))),
                new Step(new AttemptId(JOB, 1), "r1", 1, "tool", "edits A.java", AT));
    }

    @ParameterizedTest
    @MethodSource("everyRecord")
    void everyRecordReadsBackAsItWasWritten(SignalboxRecord written) throws IOException {
        byte[] bytes = Json.bytes(written);

        SignalboxRecord read = Json.read(bytes, RecordType.of(written).recordClass());

        assertThat(read).isEqualTo(written);
    }

    @Test
    void everyRecordTypeHasASample() {
        assertThat(everyRecord().map(RecordType::of))
                .containsExactlyInAnyOrder(RecordType.values());
    }

    @Test
    void aResultShowsItsNullsAndUsesThePublicNames() {
        String json =
                Json.text(
                        JobResult.ended(
                                JOB,
                                JobStatus.FAILED,
                                AttemptError.of(ErrorClass.NO_CANDIDATE, "nobody"),
                                12L,
                                List.of(),
                                Map.of()));

        assertThat(json)
                .contains("\"job_id\":\"01JD7Z7Q8M0000000000000000\"")
                .contains("\"status\":\"failed\"")
                .contains("\"class\":\"NO_CANDIDATE\"")
                .contains("\"patch\":null")
                .contains("\"cost_usd\":null");
    }

    @Test
    void aPublicJobAcceptsTheShortFormsThatCallersWrite() throws IOException {
        String body =
                """
                {"input": {"messages": [{"role": "user", "content": "hi"},
                   {"role": "user", "content": [{"type": "text", "text": "look"},
                      {"type": "image_url", "image_url": {"url": "https://x/y.png"}}]}],
                  "stop": "END", "frequency_penalty": 0.5},
                 "limits": {"timeout": "90s"}, "routing": {"model": "fast", "max_cost_usd": "0.50"},
                 "something_new": 1}
                """;

        Job job = Json.read(body.getBytes(StandardCharsets.UTF_8), Job.class);

        assertThat(job.conversation().messages().getFirst().text()).isEqualTo("hi");
        assertThat(job.conversation().hasImages()).isTrue();
        assertThat(job.conversation().stop()).containsExactly("END");
        assertThat(job.conversation().extra()).containsOnlyKeys("frequency_penalty");
        assertThat(job.limits().timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(job.routing().maxCostUsd()).isEqualTo(Usd.parse("0.5"));
    }

    @Test
    void aBadDurationIsNamed() {
        byte[] body = "{\"limits\":{\"timeout\":\"soon\"}}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(body, Job.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("'soon' is not a duration");
    }

    @Test
    void anEmbeddingJobAndItsResultComeBackAsTheyWere() throws IOException {
        Job job =
                Json.read(
                        """
                        {"embedding":{"texts":["a","b"],"dimensions":8,"user":"u"},"routing":{"model":"e"}}
                        """
                                .getBytes(StandardCharsets.UTF_8),
                        Job.class);
        assertThat(job.embedding()).isNotNull();
        assertThat(job.embedding().texts()).containsExactly("a", "b");
        assertThat(job.embedding().extra()).containsOnlyKeys("user");
        assertThat(Json.read(Json.bytes(job), Job.class)).isEqualTo(job);

        JobResult result =
                new JobResult(
                        JOB,
                        JobStatus.SUCCEEDED,
                        "stop",
                        "",
                        List.of(),
                        null,
                        List.of(),
                        null,
                        null,
                        List.of(),
                        CANDIDATE,
                        null,
                        null,
                        null,
                        1L,
                        null,
                        List.of(),
                        null,
                        Map.of(),
                        List.of("AACAPwAAAMA="));
        assertThat(Json.read(Json.bytes(result), JobResult.class)).isEqualTo(result);
        assertThat(result.toString()).doesNotContain("AACAPw");
    }

    @Test
    void aResultWithoutVectorsHasNoFieldForThem() {
        JobResult ended =
                JobResult.ended(
                        JOB,
                        JobStatus.FAILED,
                        AttemptError.of(ErrorClass.INTERNAL, "no"),
                        1L,
                        List.of(),
                        Map.of());

        assertThat(Json.text(ended)).doesNotContain("embeddings").contains("\"reasoning\":null");
    }
}
