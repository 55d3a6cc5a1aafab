package io.signalbox.cliworker.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.cliworker.output.AgentAnswer;
import io.signalbox.cliworker.output.AnswerReader;
import io.signalbox.cliworker.output.SessionTotals;
import io.signalbox.contracts.attempt.ErrorClass;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentJudgeTest {

    private static final String DONE = "{\"type\": \"result\", \"text\": \"done\"}";
    private static final String KEY = "opaque-key-of-the-tool";

    private final Agent agent =
            new CatalogLoader(CatalogEnvironment.of(Map.of("KEY", KEY)))
                    .loadText(
                            "t.yaml",
                            """
                            agents:
                              t:
                                command: t
                                env: {TOOL_API_KEY: "${KEY}"}
                                output:
                                  format: jsonl
                                  select: {type: result}
                                  final: {type: result}
                                  text: text
                                  error: error
                                  error_status: status
                                exit_codes: {9: QUOTA_EXHAUSTED}
                                error_patterns:
                                  - {match: "(?i)model .* is gone", class: MODEL_NOT_FOUND}
                            """)
                    .agent("t")
                    .orElseThrow();
    private final AgentJudge judge = new AgentJudge(agent);

    @Test
    void exitCodeZeroAloneIsNoSuccess() {
        assertThat(judge(new RunEnd.Exited(0), DONE, "", false))
                .isInstanceOf(AgentVerdict.Succeeded.class);
        assertThat(failed(new RunEnd.Exited(0), "", "", false).message())
                .isEqualTo("it ended without the last line of its output");
        assertThat(failed(new RunEnd.Exited(0), "", "", true).errorClass())
                .isEqualTo(ErrorClass.AGENT_FAILED);
    }

    @Test
    void anEmptyAnswerIsASuccessOnlyWhereFilesChanged() {
        String empty = "{\"type\": \"result\", \"text\": \"\"}";

        assertThat(judge(new RunEnd.Exited(0), empty, "", true))
                .isInstanceOf(AgentVerdict.Succeeded.class);
        assertThat(failed(new RunEnd.Exited(0), empty, "", false).errorClass())
                .isEqualTo(ErrorClass.AGENT_FAILED);
    }

    @Test
    void whatWasFinishedBeforeItLingeredOrWasStoppedCounts() {
        RunEnd idle = new RunEnd.Stopped(ErrorClass.TIMEOUT, "no sign of life for 5 min");

        assertThat(judge(new RunEnd.Lingered(), DONE, "", false))
                .isInstanceOf(AgentVerdict.Succeeded.class);
        assertThat(judge(idle, DONE, "", false)).isInstanceOf(AgentVerdict.Succeeded.class);
        assertThat(failed(idle, "", "", false))
                .isEqualTo(
                        new AgentVerdict.Failed(
                                ErrorClass.TIMEOUT, "no sign of life for 5 min", null, null));
    }

    @Test
    void aCancelledRunIsCancelledWhateverItSaid() {
        assertThat(failed(new RunEnd.Cancelled(), DONE, "", true).errorClass())
                .isEqualTo(ErrorClass.CANCELLED);
    }

    @Test
    void whoIsKilledFromOutsideIsNoFailureOfTheTask() {
        AgentVerdict.Failed killed = failed(new RunEnd.Exited(137), "", "last words\n", false);

        assertThat(killed.errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(killed.message()).isEqualTo("it was killed from outside (SIGKILL)");
    }

    @Test
    void whatCannotBeStartedSaysSo() {
        assertThat(failed(new RunEnd.NotStarted("no such program"), "", "", false).message())
                .isEqualTo("it could not be started: no such program");
    }

    /** What says most wins: patterns, then the status, then the exit code, then stderr. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Model x is gone (429)            | 429 | 9 |             | MODEL_NOT_FOUND         | 429
                    no idea                          | 429 | 9 |             | RATE_LIMITED            | 429
                    insufficient_quota               | 429 | 9 |             | QUOTA_EXHAUSTED         | 429
                    last status: 503 Unavailable     |     | 9 |             | OVERLOADED              | 503
                    API Error: 502 bad gateway       |     | 1 |             | UNAVAILABLE             | 502
                    no idea                          |     | 9 | status: 401 | QUOTA_EXHAUSTED         |
                    no idea                          |     | 1 | status: 401 | PROVIDER_AUTHENTICATION | 401
                    no idea                          | 400 | 1 |             | AGENT_FAILED            | 400
                    no idea                          | 402 | 1 |             | QUOTA_EXHAUSTED         | 402
                    no idea                          | 504 | 1 |             | TIMEOUT                 | 504
                    line 404 of a file               |     | 1 |             | AGENT_FAILED            |
                    """)
    void theClassOfAFailure(
            String words,
            Integer status,
            int code,
            String stderr,
            ErrorClass expected,
            Integer told) {
        String line =
                "{\"type\": \"result\", \"error\": \"%s\", \"status\": %s}"
                        .formatted(words, status);

        AgentVerdict.Failed failed =
                failed(new RunEnd.Exited(code), line, stderr == null ? "" : stderr, false);

        assertThat(failed.errorClass()).isEqualTo(expected);
        assertThat(failed.status()).isEqualTo(told);
        assertThat(failed.message()).isEqualTo("%s (exit code %d)".formatted(words, code));
        assertThat(failed.exitCode()).isEqualTo(code);
    }

    /** As aider's source words them; its exit code says nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    litellm.AuthenticationError: AuthenticationError: OpenAIException - Incorrect API key provided | PROVIDER_AUTHENTICATION
                    litellm.RateLimitError: RateLimitError: OpenAIException - slow down     | RATE_LIMITED
                    litellm.RateLimitError: OpenAIException - insufficient_quota            | QUOTA_EXHAUSTED
                    litellm.NotFoundError: NotFoundError: OpenAIException - no such model   | MODEL_NOT_FOUND
                    litellm.InternalServerError: InternalServerError: AnthropicException    | UNAVAILABLE
                    litellm.APIConnectionError: APIConnectionError: OpenAIException         | UNAVAILABLE
                    litellm.Timeout: APITimeoutError - Request timed out                    | TIMEOUT
                    litellm.BadRequestError: BadRequestError: OpenAIException               | AGENT_FAILED
                    """)
    void aidersErrorsHaveAClass(String line, ErrorClass expected) {
        Agent aider =
                new CatalogLoader(CatalogEnvironment.of(Map.of()))
                        .loadDefaults()
                        .agent("aider")
                        .orElseThrow();
        AnswerReader reader = AnswerReader.of(aider);
        reader.line("Aider v0.86.3");
        reader.line(line);

        AgentVerdict verdict =
                new AgentJudge(aider)
                        .judge(new RunEnd.Exited(0), reader.end(SessionTotals.NONE), "", false);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        AgentVerdict.Failed.class,
                        failed -> assertThat(failed.errorClass()).isEqualTo(expected));
    }

    @Test
    void noMessageHasAKeyOrColours() {
        String stderr =
                "\u001B[91merror:\u001B[0m key %s, sk-ant-api03-abcdefgh and https://me:secret@host failed"
                        .formatted(KEY);

        assertThat(failed(new RunEnd.Exited(1), "", stderr, false).message())
                .isEqualTo("error: key ***, *** and https://***@host failed (exit code 1)");
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(failed(new RunEnd.Exited(1), "", "x".repeat(70_000), false).message())
                .hasSize(AgentJudge.MAX_MESSAGE + " (exit code 1)".length());
    }

    @Test
    void aFailureThatSaysNothingIsStillAFailure() {
        assertThat(failed(new RunEnd.Exited(3), "", "", true).message())
                .isEqualTo("it said nothing of its failure (exit code 3)");
    }

    private AgentVerdict.Failed failed(
            RunEnd end, String stdout, String stderr, boolean filesChanged) {
        return (AgentVerdict.Failed) judge(end, stdout, stderr, filesChanged);
    }

    private AgentVerdict judge(RunEnd end, String stdout, String stderr, boolean filesChanged) {
        AnswerReader reader = AnswerReader.of(agent);
        stdout.lines().forEach(reader::line);
        AgentAnswer answer = reader.end(SessionTotals.NONE);
        return judge.judge(end, answer, stderr, filesChanged);
    }
}
