package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.standalone.harness.CallersRepository;
import io.signalbox.standalone.harness.Ends;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.TopicReader;
import io.signalbox.standalone.harness.TopicWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An agent works in a repository, and the caller gets what it did. */
@ExtendWith(SharedSignalbox.class)
class AgentsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CHANGE =
            "echo changed >> greeting.txt; echo new > added.txt; finish 'two files'";

    @TempDir private Path flags;

    private final RunningSignalbox signalbox;
    private final JobCaller jobs;

    AgentsIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.jobs = new JobCaller(signalbox.http());
    }

    private CallersRepository repository(String name) {
        return CallersRepository.make(signalbox.workspaces().resolve(name));
    }

    private static ObjectNode task(String script, CallersRepository repository) {
        return Requests.task("agent/scripted", script, repository.directory().toString());
    }

    @Test
    void aTaskByHttpComesBackAsAPatchAndTheRepositoryIsAsItWas() throws IOException {
        // Given
        CallersRepository repository = repository("by-http");
        Map<String, String> before = repository.everything();

        // When
        JsonNode result = jobs.succeed(task(CHANGE, repository));

        // Then
        assertThat(repository.everything()).isEqualTo(before);
        assertThat(result.path("output").asText()).isEqualTo("two files");
        assertThat(result.at("/candidate/agent").asText()).isEqualTo("scripted");
        assertThat(result.path("session_id").asText()).startsWith("scripted-");
        assertThat(result.path("attempts")).hasSize(1);
        assertChanged(result, repository);
    }

    private static void assertChanged(JsonNode result, CallersRepository repository)
            throws IOException {
        assertThat(JobCaller.texts(result.path("files_modified")))
                .containsExactlyInAnyOrder("added.txt", "greeting.txt");
        repository.apply(result.path("patch").asText());
        assertThat(repository.directory().resolve("added.txt")).hasContent("new");
        assertThat(Files.readString(repository.directory().resolve("greeting.txt")))
                .isEqualTo("hello\nchanged\n");
    }

    @Test
    void aTaskByKafkaComesBackAsAPatchToo() throws IOException {
        // Given
        CallersRepository repository = repository("by-kafka");
        Map<String, String> before = repository.everything();
        String ticket = UUID.randomUUID().toString();
        ObjectNode task = task(CHANGE, repository);
        task.putObject("metadata").put("ticket", ticket);

        // When
        String broker = signalbox.process().bootstrapServers();
        try (TopicWriter writer = new TopicWriter(broker)) {
            writer.write(Topic.JOBS.fullName(Topic.DEFAULT_PREFIX), 2, ticket, task.toString());
        }

        // Then
        JsonNode result = end(broker, ticket);
        assertThat(result.path("status").asText()).as(result.toString()).isEqualTo("succeeded");
        assertThat(repository.everything()).isEqualTo(before);
        assertChanged(result, repository);
    }

    private static JsonNode end(String broker, String ticket) {
        try (TopicReader results = new TopicReader(broker, Topic.RESULTS)) {
            return Ends.of(
                            results.readUntil(
                                    all ->
                                            Ends.of(all).values().stream()
                                                    .anyMatch(end -> isOf(end, ticket)),
                                    SOON))
                    .values()
                    .stream()
                    .filter(end -> isOf(end, ticket))
                    .findFirst()
                    .orElse(Json.mapper().createObjectNode());
        }
    }

    private static boolean isOf(JsonNode end, String ticket) {
        return end.at("/metadata/ticket").asText().equals(ticket);
    }

    @Test
    void theChangesAreLeftOnABranchWhereAsked() {
        // Given
        CallersRepository repository = repository("with-branch");
        ObjectNode task = task(CHANGE, repository);
        task.withObject("/workspace").put("branch", "signalbox/fix");

        // When
        JsonNode result = jobs.succeed(task);

        // Then
        assertThat(repository.git("show", "signalbox/fix:greeting.txt"))
                .isEqualTo("hello\nchanged");
        assertThat(repository.git("log", "--format=%s", "main..signalbox/fix"))
                .isEqualTo("Signalbox job " + result.path("job_id").asText());
        assertThat(repository.git("status", "--porcelain")).isEmpty();
        assertThat(repository.git("rev-parse", "--abbrev-ref", "HEAD")).isEqualTo("main");
        assertThat(result.path("notes").toString())
                .contains(
                        "on branch signalbox/fix, commit "
                                + repository.git("rev-parse", "signalbox/fix"));
    }

    @Test
    void twoJobsAtOnceInOneRepositoryDoNotSeeEachOther() {
        // Given two that wait for each other after they have written
        CallersRepository repository = repository("shared");
        String script =
                "echo mine > %s.txt; touch %s; await %s; finish \"$(ls *.txt | tr '\\n' ' ')\"";
        Path one = flags.resolve("one");
        Path two = flags.resolve("two");

        // When
        String first = jobs.submit(task(script.formatted("one", one, two), repository));
        String second = jobs.submit(task(script.formatted("two", two, one), repository));

        // Then
        JsonNode ofFirst = jobs.ended(first);
        JsonNode ofSecond = jobs.ended(second);
        assertThat(ofFirst.path("output").asText()).isEqualTo("greeting.txt one.txt ");
        assertThat(JobCaller.texts(ofFirst.path("files_modified"))).containsExactly("one.txt");
        assertThat(ofSecond.path("output").asText()).isEqualTo("greeting.txt two.txt ");
        assertThat(JobCaller.texts(ofSecond.path("files_modified"))).containsExactly("two.txt");
    }

    /** The agent {@code busy} is asked by no other test. */
    @Test
    void tokensAndMoneyAreInTheUsageByAgent() {
        // Given one that answers and one that fails
        JsonNode answered = jobs.succeed(Requests.task("agent/busy", "finish done"));
        jobs.run(Requests.task("agent/busy", "fail 'not today'"));

        // Then
        assertThat(answered.path("cost_usd").asText()).isEqualTo("0.25");
        assertThat(answered.at("/usage/input").asLong()).isEqualTo(1_000);
        assertThat(answered.at("/usage/output").asLong()).isEqualTo(50);
        Eventually.asserted(
                SOON,
                this::usageOfBusy,
                row -> {
                    assertThat(row.path("requests").asInt()).isEqualTo(2);
                    assertThat(row.path("cost_usd").asText()).isEqualTo("0.25");
                    assertThat(row.path("succeeded").asInt()).isEqualTo(1);
                    assertThat(row.path("failed").asInt()).isEqualTo(1);
                    assertThat(row.at("/tokens/input").asLong()).isEqualTo(1_000);
                });
    }

    private JsonNode usageOfBusy() {
        JsonNode rows = signalbox.http().get("/usage?group_by=agent").json().path("rows");
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.path("agent").asText().equals("busy"))
                .findFirst()
                .orElse(rows);
    }
}
