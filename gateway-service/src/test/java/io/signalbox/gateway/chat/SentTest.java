package io.signalbox.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.job.ToolCall;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentTest {

    private static final JobId JOB = new JobId("01JD7Z7Q8M0000000000000000");

    private final Sent sent = new Sent();

    @Test
    void whatWasNotSentComesWithTheEnd() {
        sent.takeRole();
        assertThat(sent.accept(text("r1", 0, "hel"))).isTrue();

        Completion.Delta rest = sent.rest(result("hello", List.of()));

        assertThat(rest).isNotNull();
        assertThat(rest.content()).isEqualTo("lo");
        assertThat(rest.role()).isNull();
    }

    @Test
    void nothingIsSentTwice() {
        sent.takeRole();
        sent.accept(text("r1", 0, "hello"));

        assertThat(sent.rest(result("hello", List.of()))).isNull();
    }

    @Test
    void anAnswerWithoutChunksComesWhole() {
        Completion.Delta rest = sent.rest(result("hello", List.of()));

        assertThat(rest).isNotNull();
        assertThat(rest.role()).isEqualTo("assistant");
        assertThat(rest.content()).isEqualTo("hello");
    }

    @Test
    void afterALostChunkTheRestWaitsForTheEnd() {
        sent.takeRole();
        sent.accept(text("r1", 0, "a"));

        assertThat(sent.accept(text("r1", 2, "c"))).isFalse();
        assertThat(sent.accept(text("r1", 1, "b"))).isFalse();
        Completion.Delta rest = sent.rest(result("abc", List.of()));
        assertThat(rest).isNotNull();
        assertThat(rest.content()).isEqualTo("bc");
    }

    @Test
    void twoRunsAreNeverMixed() {
        sent.accept(text("r1", 0, "one"));

        assertThat(sent.accept(text("r2", 0, "two"))).isFalse();
        assertThat(sent.mayEndWith("r2")).isFalse();
        assertThat(sent.mayEndWith("r1")).isTrue();
    }

    @Test
    void aRunThatIsJoinedInItsMiddleIsNotSent() {
        assertThat(sent.accept(text("r1", 3, "late"))).isFalse();
        assertThat(sent.mayEndWith("r2")).isTrue();
    }

    @Test
    void toolCallsAreCompletedByTheEnd() {
        sent.takeRole();
        sent.accept(
                new Chunk(
                        new AttemptId(JOB, 1),
                        "r1",
                        0,
                        null,
                        null,
                        List.of(new Chunk.ToolCallDelta(0, "c0", "f", "{\"a\":"))));

        Completion.Delta rest =
                sent.rest(
                        result(
                                "",
                                List.of(
                                        ToolCall.of("c0", "f", "{\"a\":1}"),
                                        ToolCall.of("c1", "g", "{}"))));

        assertThat(rest).isNotNull();
        assertThat(rest.toolCalls())
                .containsExactly(
                        new Completion.CallDelta(
                                0, null, null, new Completion.FunctionDelta(null, "1}")),
                        new Completion.CallDelta(
                                1, "c1", "function", new Completion.FunctionDelta("g", "{}")));
    }

    private static Chunk text(String run, int seq, String text) {
        return new Chunk(new AttemptId(JOB, 1), run, seq, text, null, List.of());
    }

    private static JobResult result(@Nullable String output, List<ToolCall> calls) {
        return new JobResult(
                JOB,
                JobStatus.SUCCEEDED,
                "stop",
                output,
                calls,
                null,
                List.of(),
                null,
                null,
                List.of(),
                Candidate.api("p", "m"),
                null,
                Usage.NONE,
                null,
                1L,
                1L,
                List.of(),
                null,
                Map.of());
    }
}
