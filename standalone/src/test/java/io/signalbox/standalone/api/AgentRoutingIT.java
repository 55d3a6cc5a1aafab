package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.agents.ScriptedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When agents are asked, and which there are. */
@ExtendWith(SharedSignalbox.class)
class AgentRoutingIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;
    private final JobCaller jobs;

    AgentRoutingIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
        this.jobs = new JobCaller(http);
    }

    private static ObjectNode inMode(String mode) {
        ObjectNode task = Requests.task("auto", "finish $AGENT");
        task.withObject("/routing").put("mode", mode);
        return task;
    }

    private List<String> planned(ObjectNode task) {
        JsonNode plan = http.post("/route", task.toString()).json().path("candidates");
        return StreamSupport.stream(plan.spliterator(), false)
                .map(it -> it.path("candidate"))
                .map(it ->
                        it.path("kind").asText().equals("cli")
                                ? "agent/" + it.path("agent").asText()
                                : it.path("provider").asText())
                .toList();
    }

    @Test
    void agentsAreAskedForTasksInWorkspacesAndWherePreferred() {
        ObjectNode inWorkspace =
                Requests.task("auto", "finish", signalbox.workspaces().resolve("any").toString());
        ObjectNode withApi = inWorkspace.deepCopy();
        withApi.withObject("/routing").put("mode", "api");

        assertThat(planned(inMode("cli")))
                .startsWith("agent/parrot", "agent/scripted", "agent/second")
                .contains("first");
        assertThat(planned(inMode("api"))).startsWith("first").noneMatch(AgentRoutingIT::isAgent);
        assertThat(planned(inMode("auto"))).startsWith("first").noneMatch(AgentRoutingIT::isAgent);
        assertThat(planned(inWorkspace)).first().satisfies(it -> assertThat(isAgent(it)).isTrue());
        assertThat(planned(withApi)).startsWith("first");
    }

    private static boolean isAgent(String candidate) {
        return candidate.startsWith("agent/");
    }

    @Test
    void whoIsAskedHasWhatTheJobRequires() {
        // Given
        ObjectNode task = inMode("cli");
        task.withObject("/routing").putArray("requires").add("careful");

        // Then
        // Of models that the catalog tells nothing of it is not known what they lack.
        assertThat(planned(task).stream().filter(AgentRoutingIT::isAgent))
                .containsExactly("agent/scripted");
        assertThat(planned(task)).doesNotContain("first");
        assertThat(jobs.succeed(task).path("output").asText()).isEqualTo("scripted");
    }

    @Test
    void theListTellsHowEachStands() {
        JsonNode agent =
                Eventually.get(LIMIT, () -> agent("scripted"), Optional::isPresent).orElseThrow();

        assertThat(agent.path("status").asText()).isEqualTo("usable");
        assertThat(agent.path("reason").isNull()).isTrue();
        assertThat(agent.path("enabled").asText()).isEqualTo("auto");
        assertThat(agent.path("detected").asBoolean()).isTrue();
        assertThat(agent.path("version").isNull()).isTrue();
        assertThat(agent.path("local").asBoolean()).isTrue();
        assertThat(agent.path("free").asBoolean()).isFalse();
        assertThat(agent.path("priority").asInt()).isEqualTo(801);
        assertThat(JobCaller.texts(agent.path("capabilities"))).containsExactly("careful", "code");
        assertThat(agent.path("models")).isEmpty();
        assertThat(agent.path("slots").asInt()).isEqualTo(2);
        assertThat(agent.path("running").isInt()).isTrue();
        assertThat(agent.path("workers").asInt()).isEqualTo(1);
        assertThat(agent.toString()).doesNotContain("target/it");
        assertThat(agent("claude_code")).isPresent();
    }

    private Optional<JsonNode> agent(String name) {
        JsonNode agents = http.get("/agents").json().path("agents");
        return StreamSupport.stream(agents.spliterator(), false)
                .filter(agent -> agent.path("name").asText().equals(name))
                .findFirst();
    }

    @Test
    void anAgentThatIsAddedToTheFileWorksWithoutARestart() throws IOException {
        // Given
        Path file = signalbox.catalog();
        String original = Files.readString(file);
        ScriptedAgent program = ScriptedAgent.in(file.resolveSibling("newcomer"));
        try {
            // When
            Files.writeString(
                    file,
                    original.replace(
                            "\nagents:\n",
                            "\nagents:\n" + program.entry("newcomer", "priority: 890")));
            Eventually.get(LIMIT, () -> isUsable("newcomer"), usable -> usable);

            // Then
            JsonNode result =
                    jobs.succeed(Requests.task("agent/newcomer", "finish \"I am $AGENT\""));
            assertThat(result.path("output").asText()).isEqualTo("I am newcomer");
        } finally {
            Files.writeString(file, original);
        }

        // And taken out again it is gone
        Eventually.get(LIMIT, () -> agent("newcomer"), Optional::isEmpty);
        assertThat(
                        http.post("/jobs", Requests.task("agent/newcomer", "finish").toString())
                                .status())
                .isEqualTo(404);
    }

    private boolean isUsable(String name) {
        return agent(name)
                .filter(agent -> agent.path("status").asText().equals("usable"))
                .isPresent();
    }
}
