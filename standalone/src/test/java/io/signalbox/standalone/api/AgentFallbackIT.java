package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.CallersRepository;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningProcesses;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Script;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent fails, and the next candidate of the chain has its turn. */
@ExtendWith(SharedSignalbox.class)
class AgentFallbackIT {

    /** More than two reports of a worker. */
    private static final Duration REPORTED = Duration.ofSeconds(40);

    private final RunningSignalbox signalbox;
    private final JobCaller jobs;

    AgentFallbackIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.jobs = new JobCaller(signalbox.http());
    }

    @Test
    void twoAgentsFailAndAModelAnswers() {
        // Given
        signalbox.script("first", Script.DEFAULT);
        CallersRepository repository =
                CallersRepository.make(signalbox.workspaces().resolve("fallback"));
        String script =
                """
                if [ $AGENT = scripted ]; then echo half > half.txt; fail 'this far and no further'; fi
                fail 'API Error: 401 invalid key' 401
                """;

        // When
        JsonNode result =
                jobs.succeed(
                        Requests.task("chain/helped", script, repository.directory().toString()));

        // Then
        assertThat(result.at("/candidate/provider").asText()).isEqualTo("first");
        assertThat(result.path("output").asText()).startsWith("You said: ");
        assertThat(result.path("attempts")).hasSize(3);
        JsonNode first = result.at("/attempts/0");
        assertThat(first.at("/candidate/agent").asText()).isEqualTo("scripted");
        assertThat(first.at("/error/class").asText()).isEqualTo("AGENT_FAILED");
        assertThat(first.at("/error/message").asText()).contains("this far and no further");
        assertThat(first.path("patch").asText()).contains("half.txt", "+half");
        JsonNode second = result.at("/attempts/1");
        assertThat(second.at("/candidate/agent").asText()).isEqualTo("second");
        assertThat(second.at("/error/class").asText()).isEqualTo("PROVIDER_AUTHENTICATION");
        assertThat(second.path("patch").isMissingNode()).isTrue();
        assertThat(result.at("/attempts/2/outcome").asText()).isEqualTo("succeeded");
        // What the first has changed is not the second's, and not the result's.
        assertThat(result.path("patch").isNull()).isTrue();
        assertThat(result.path("files_modified")).isEmpty();
    }

    @Test
    void anAgentThatSaysNothingIsEndedAndPassedOver() {
        assertEndedInTime("sleep 300", "it printed nothing");
    }

    @Test
    void anAgentThatSaysNothingMoreIsEndedAndPassedOver() {
        assertEndedInTime("say begun; sleep 300", "it printed nothing");
    }

    private void assertEndedInTime(String script, String reason) {
        // Given
        signalbox.script("first", Script.DEFAULT);

        // When
        JsonNode result = jobs.succeed(Requests.task("chain/hurried-first", script));

        // Then
        assertThat(result.at("/attempts/0/candidate/agent").asText()).isEqualTo("hurried");
        assertThat(result.at("/attempts/0/error/class").asText()).isEqualTo("TIMEOUT");
        assertThat(result.at("/attempts/0/error/message").asText()).contains(reason);
        assertThat(result.at("/candidate/provider").asText()).isEqualTo("first");
        assertThat(RunningProcesses.ofJob(result.path("job_id").asText())).isEmpty();
    }

    @Test
    void whoHasHadItsRunsOfTheDayIsPassedOver() {
        // Given
        JsonNode first = jobs.succeed(Requests.task("chain/daily-first", "finish $AGENT"));
        assertThat(first.path("output").asText()).isEqualTo("daily");

        // When
        JsonNode next = jobs.succeed(Requests.task("chain/daily-first", "finish $AGENT"));

        // Then
        assertThat(next.path("output").asText()).isEqualTo("second");

        // And the fleet knows: it is not even planned
        Eventually.get(
                REPORTED,
                () ->
                        signalbox
                                .http()
                                .post(
                                        "/route",
                                        Requests.task("chain/daily-first", "finish").toString())
                                .json(),
                plan -> plan.path("exclusions").toString().contains("runs of today"));
        assertThat(agent("daily").path("status").asText()).isEqualTo("quota_exhausted");
    }

    private JsonNode agent(String name) {
        JsonNode agents = signalbox.http().get("/agents").json().path("agents");
        return StreamSupport.stream(agents.spliterator(), false)
                .filter(agent -> agent.path("name").asText().equals(name))
                .findFirst()
                .orElse(agents);
    }
}
