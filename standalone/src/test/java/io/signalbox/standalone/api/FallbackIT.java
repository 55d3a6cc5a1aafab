package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.FaultRule;
import io.signalbox.testsupport.simulator.Script;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first candidate fails: the next one answers, and only what is told tells of it. */
@ExtendWith(SharedSignalbox.class)
class FallbackIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    FallbackIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @BeforeEach
    void theSecondAnswers() {
        signalbox.script("second", Script.builder().answer("from the second").build());
    }

    @Test
    void aStatus500OfTheFirstIsAnAnswerOfTheSecond() {
        // Given
        signalbox.script("first", Script.failing(new Fault.Status(500, null, null)));

        // When
        Answer answer =
                http.post("/chat/completions", Requests.chat("both", "who is there").toString());

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/choices/0/message/content").asText())
                .isEqualTo("from the second");
        assertThat(answer.header("x-signalbox-attempts")).isEqualTo("2");
        assertThat(answer.header("x-signalbox-candidate")).isEqualTo("second/small");

        // And
        String job = "/jobs/" + answer.header("x-signalbox-job");
        Eventually.asserted(
                SOON,
                () -> http.get(job).json().path("attempts"),
                attempts -> {
                    assertThat(attempts).hasSize(2);
                    assertThat(attempts.at("/0/candidate/provider").asText()).isEqualTo("first");
                    assertThat(attempts.at("/0/outcome").asText()).isEqualTo("failed");
                    assertThat(attempts.at("/0/error/class").asText()).isEqualTo("UNAVAILABLE");
                    assertThat(attempts.at("/0/error/status").asInt()).isEqualTo(500);
                    assertThat(attempts.at("/1/candidate/provider").asText()).isEqualTo("second");
                    assertThat(attempts.at("/1/outcome").asText()).isEqualTo("succeeded");
                });
    }

    @Test
    void aModelThatTheFirstDoesNotHaveIsAnsweredByTheSecond() {
        // Given
        signalbox.script("first", Script.builder().models("another").build());

        // When
        Answer answer = http.post("/jobs?wait=50s", Requests.job("both", "who").toString());

        // Then
        JsonNode result = answer.json().path("result");
        assertThat(result.path("output").asText()).isEqualTo("from the second");
        assertThat(result.at("/attempts/0/error/class").asText()).isEqualTo("MODEL_NOT_FOUND");
    }

    @Test
    void whereAllFailAlsoWhenAskedAgainTheLastErrorIsTold() {
        // Given
        signalbox.script("first", Script.failing(new Fault.Status(500, null, null)));
        signalbox.script("second", Script.failing(new Fault.Status(503, null, null)));

        // When
        Answer answer = http.post("/chat/completions", Requests.chat("both", "who").toString());

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.header("x-signalbox-attempts")).isEqualTo("4");
        assertThat(answer.error().path("message").asText())
                .matches(
                        "no candidate is left after 4 attempts; the last, (first|second)/small, .*");
        assertThat(answer.error().path("trace_id").asText()).isNotEmpty();
    }

    @Test
    void aStreamFallsBackUnseenBeforeItsFirstContent() {
        // Given
        signalbox.script("first", Script.failing(new Fault.CutBeforeContent()));

        // When
        Answer answer = http.post("/chat/completions", Requests.stream("both", "go").toString());

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer.chunks())).isEqualTo("from the second");
        assertThat(answer.body()).doesNotContain("event: error").endsWith("data: [DONE]\n\n");
        JsonNode account = answer.chunks().getLast().path("signalbox");
        assertThat(account.path("attempts").asInt()).isEqualTo(2);
        assertThat(account.at("/candidate/provider").asText()).isEqualTo("second");
        assertThat(account.at("/history/0/outcome").asText()).isEqualTo("failed");
    }

    @Test
    void aStreamThatIsCutAfterContentEndsWithAnErrorAndNobodyElsesText() {
        // Given
        signalbox.script(
                "first",
                Script.builder()
                        .answer("one two three four five six")
                        .tokensPerSecond(5)
                        .fault(FaultRule.always(new Fault.CutAfter(3)))
                        .build());

        // When
        Answer answer = http.post("/chat/completions", Requests.stream("both", "go").toString());

        // Then
        assertThat(answer.status()).isEqualTo(200);
        // The end may overtake the last of what had come.
        String text = text(answer.chunks());
        assertThat(text).isNotEmpty();
        assertThat("one two three ").startsWith(text);
        assertThat(answer.body())
                .contains("event: error\n")
                .doesNotContain("from the second")
                .doesNotContain("[DONE]");
        assertThat(answer.chunks().getLast().at("/error/code").asText()).isEqualTo("truncated");
        JsonNode job = ended(answer.header("x-signalbox-job"));
        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.at("/result/error/class").asText()).isEqualTo("TRUNCATED");
    }

    private static String text(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asText())
                .collect(Collectors.joining());
    }

    private JsonNode ended(String jobId) {
        return Eventually.get(
                SOON,
                () -> http.get("/jobs/" + jobId).json(),
                job -> job.path("result").isObject());
    }
}
