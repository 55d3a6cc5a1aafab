package io.signalbox.standalone.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.standalone.harness.BesideOthers;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.TopicReader;
import io.signalbox.standalone.harness.TopicWriter;
import io.signalbox.testsupport.agents.AgentCase;
import io.signalbox.testsupport.agents.AgentScenario;
import io.signalbox.testsupport.agents.RealAgent;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Agents from npm in fixed versions, each in front of a simulated provider. Those that are in the
 * cache of this machine run, two at most and without the failures that agents retry for long;
 * {@code ./signalbox bench agents} installs and runs all.
 */
@BesideOthers
class RealAgentsIT {

    private static final Duration RUN = Duration.ofMinutes(4);
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "cancelled", "expired");
    private static Stage stage;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    private static void assumeHere(RealAgent... agents) {
        for (RealAgent agent : agents) {
            assumeTrue(
                    stage.present().contains(agent),
                    () ->
                            "%s: %s"
                                    .formatted(
                                            agent.entry(),
                                            stage.missing().getOrDefault(agent, "not asked for")));
        }
    }

    private static void assumeLongForms() {
        assumeTrue(Stage.isAskedFor(), "a long form: ./signalbox bench agents");
    }

    private static String task(String model, String extra) {
        return """
        {"instruction": "Write the file", "workspace": {"repository": "%s"},
         "routing": {"model": "%s"}, "metadata": {"ticket": "%s"}%s}
        """
                .formatted(stage.repository(), model, UUID.randomUUID(), extra);
    }

    private static JsonNode run(String job) {
        return awaitEnd(stage.http().post("/jobs", job).json().path("id").asText());
    }

    private static JsonNode awaitEnd(String id) {
        return Eventually.get(
                RUN,
                () -> stage.http().get("/jobs/" + id).json(),
                body -> ENDS.contains(body.path("status").asText()));
    }

    @ParameterizedTest
    @EnumSource
    void anEditComesBackAsAPatchAndTheRepositoryIsUntouched(RealAgent agent) throws IOException {
        // Given
        assumeHere(agent);
        stage.play(agent, AgentCase.WRITES_A_FILE);
        Map<String, String> before = files();

        // When
        JsonNode job = run(task("agent/" + agent.entry(), ""));

        // Then
        JsonNode result = job.path("result");
        assertThat(job.path("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(result.path("output").asText()).contains(AgentScenario.ANSWER);
        assertThat(result.path("files_modified"))
                .containsExactly(Json.mapper().valueToTree(AgentScenario.FILE));
        assertThat(result.path("patch").asText())
                .contains("+++ b/" + AgentScenario.FILE, "+" + AgentScenario.CONTENT);
        assertThat(result.path("usage").path("input").asLong()).as("%s", result).isPositive();
        assertThat(result.path("session_id").asText()).isNotEmpty();
        assertThat(files()).isEqualTo(before);
        Eventually.asserted(
                RUN,
                () -> usage(agent),
                row -> {
                    assertThat(row.path("succeeded").asLong()).isPositive();
                    assertThat(row.at("/tokens/input").asLong()).isPositive();
                });
    }

    private static JsonNode usage(RealAgent agent) {
        return stage.http()
                .get("/usage?group_by=agent")
                .json()
                .path("rows")
                .valueStream()
                .filter(row -> row.path("agent").asText().equals(agent.entry()))
                .findFirst()
                .orElseGet(Json.mapper()::createObjectNode);
    }

    /** Every file of the repository, its .git too, by path with its length and time. */
    private static Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(stage.repository())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        stage.repository().relativize(file).toString(),
                        Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        }
        return files;
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedKeyIsToldAsSuch(RealAgent agent) {
        assertThat(failure(agent, AgentCase.UNAUTHORIZED)).isEqualTo("PROVIDER_AUTHENTICATION");
    }

    @ParameterizedTest
    @EnumSource
    void aRateLimitIsToldAsSuch(RealAgent agent) {
        assumeLongForms();
        assertThat(failure(agent, AgentCase.RATE_LIMITED)).isIn("RATE_LIMITED", "TIMEOUT");
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenProviderIsToldAsSuch(RealAgent agent) {
        assumeLongForms();
        assertThat(failure(agent, AgentCase.FAILS)).isIn("UNAVAILABLE", "OVERLOADED", "TIMEOUT");
    }

    private static String failure(RealAgent agent, AgentCase happening) {
        assumeHere(agent);
        stage.play(agent, happening);

        JsonNode job =
                run(
                        task(
                                "agent/" + agent.entry(),
                                ",\"limits\":{\"retries\":0,\"timeout\":\"5m\"}"));

        assertThat(job.path("status").asText()).as("%s", job).isEqualTo("failed");
        return job.path("attempts").path(0).path("error").path("class").asText();
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledRunLeavesNothingBehind(RealAgent agent) throws InterruptedException {
        // Given
        assumeHere(agent);
        SimulatedProvider provider = stage.play(agent, AgentCase.HANGS);
        String id =
                stage.http()
                        .post("/jobs", task("agent/" + agent.entry(), ""))
                        .json()
                        .path("id")
                        .asText();
        assertThat(provider.await(counts -> counts.inFlight() > 0, RUN)).isTrue();

        // When
        new JobCaller(stage.http()).cancel(id);

        // Then
        assertThat(Eventually.get(RUN, RealAgentsIT::marked, List::isEmpty)).isEmpty();
        assertThat(provider.await(counts -> counts.inFlight() == 0, RUN)).isTrue();
        assertThat(awaitEnd(id).path("status").asText()).isEqualTo("cancelled");
    }

    /** Processes of runs, by the mark that all of them carry. */
    private static List<Long> marked() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(RealAgentsIT::isMarked)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static boolean isMarked(long pid) {
        try {
            String environment = Files.readString(Path.of("/proc", Long.toString(pid), "environ"));
            return environment.contains("SIGNALBOX_RUN=")
                    && environment.contains(stage.workers().toAbsolutePath().toString());
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aChainGoesFromAgentToAgentToAModel() {
        // Given
        assumeHere(RealAgent.CLAUDE_CODE, RealAgent.CODEX);
        stage.play(RealAgent.CLAUDE_CODE, AgentCase.UNAUTHORIZED);
        stage.play(RealAgent.CODEX, AgentCase.FAILS);

        // When
        JsonNode job =
                run(
                        """
                        {"instruction": "Say hello", "routing": {"chain": "three"}}
                        """);

        // Then
        assertThat(job.path("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.path("result").path("output").asText()).contains("Say hello");
        assertThat(job.path("attempts").valueStream())
                .extracting(attempt -> attempt.path("error").path("class").asText("none"))
                .containsExactly("PROVIDER_AUTHENTICATION", "UNAVAILABLE", "none");
    }

    @Test
    void aTaskThatCameByKafkaIsDoneToo() {
        // Given
        assumeHere(RealAgent.CLAUDE_CODE);
        stage.play(RealAgent.CLAUDE_CODE, AgentCase.WRITES_A_FILE);
        String job = task("agent/claude_code", "");
        String ticket = json(job).path("metadata").path("ticket").asText();

        // When
        try (TopicWriter writer = new TopicWriter(stage.broker())) {
            writer.write(Topic.JOBS.fullName(Topic.DEFAULT_PREFIX), 0, "k", job);
        }

        // Then
        try (TopicReader reader = new TopicReader(stage.broker(), Topic.RESULTS)) {
            List<JsonNode> results =
                    reader
                            .readUntil(
                                    records -> records.stream().anyMatch(it -> isOf(it, ticket)),
                                    RUN)
                            .stream()
                            .filter(it -> isOf(it, ticket))
                            .map(RealAgentsIT::json)
                            .toList();
            assertThat(results)
                    .singleElement()
                    .satisfies(result ->
                            assertThat(result.path("patch").asText()).contains(AgentScenario.FILE));
        }
    }

    private static boolean isOf(ConsumerRecord<String, byte[]> record, String ticket) {
        return json(record).path("metadata").path("ticket").asText().equals(ticket);
    }

    private static JsonNode json(ConsumerRecord<String, byte[]> record) {
        return json(new String(record.value(), StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
