package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.TestCatalog;
import io.signalbox.standalone.harness.TestDirectory;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job with a workspace that a model API does, as its caller sees it. */
@ExtendWith(SharedSignalbox.class)
class WorkspaceOnModelIT {

    private static final String MARK = "mark-of-the-file-71";
    private static final String DIFF =
            "--- a/src/rivers.txt\n+++ b/src/rivers.txt\n@@ -1 +1,2 @@\n %s\n+Volga\n"
                    .formatted(MARK);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;
    private Path repository = Path.of("");

    WorkspaceOnModelIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @BeforeEach
    void makeRepository(TestInfo test) throws Exception {
        repository =
                TestDirectory.emptied(
                        signalbox
                                .catalog()
                                .resolveSibling(TestCatalog.WORKSPACES)
                                .resolve(test.getDisplayName().replace("()", "")));
        Files.createDirectories(repository.resolve("src"));
        Files.writeString(repository.resolve("src/rivers.txt"), MARK + "\n");
        Files.writeString(repository.resolve("TASK.md"), "Add one river, says the file.\n");
        git("init", "--quiet", "--initial-branch=main");
        git("add", "--all");
        git("-c", "user.name=c", "-c", "user.email=c@localhost", "commit", "-qm", "first");
    }

    private String git(String... arguments) throws Exception {
        Process process =
                new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
                        .directory(repository.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    private ObjectNode job(String model, String... files) {
        ObjectNode job = Json.mapper().createObjectNode();
        job.putObject("routing").put("model", model).put("mode", "api");
        ObjectNode workspace = job.putObject("workspace");
        workspace.put("repository", repository.toAbsolutePath().toString());
        List.of(files).forEach(workspace.putArray("context_files")::add);
        return job;
    }

    private JsonNode ended(ObjectNode job) {
        Answer answer = http.post("/jobs?wait=60s", job.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private String sent(SimulatedProvider provider) {
        return provider.counts().requests().getLast().body();
    }

    /** Directories of runs at the API worker. */
    private List<Path> runs() throws IOException {
        Path runs = signalbox.catalog().resolveSibling("data").resolve("api-worker/runs");
        try (Stream<Path> entries = Files.list(runs)) {
            return entries.toList();
        }
    }

    @Test
    void filesGoToTheModelAndItsDiffComesBackAsAPatch() throws Exception {
        // Given
        SimulatedProvider first =
                signalbox.script(
                        "first",
                        Script.builder().answer("Gladly:\n\n```diff\n" + DIFF + "```\n").build());
        ObjectNode job = job("first/small", "src/rivers.txt");
        job.put("instruction", "Add one river");
        ((ObjectNode) job.get("workspace")).put("branch", "rivers");

        // When
        JsonNode ended = ended(job);

        // Then
        assertThat(sent(first))
                .contains(
                        "File `src/rivers.txt`", MARK, "one unified diff", "\\n\\nAdd one river\"");
        JsonNode result = ended.path("result");
        assertThat(result.path("status").asText()).isEqualTo("succeeded");
        assertThat(result.path("files_modified").toString()).isEqualTo("[\"src/rivers.txt\"]");
        assertThat(result.path("patch").asText())
                .startsWith("diff --git a/src/rivers.txt b/src/rivers.txt\n")
                .endsWith(" " + MARK + "\n+Volga\n");
        assertThat(result.path("notes").toString())
                .isEqualTo(
                        "[\"the changes are on branch rivers, commit %s\"]"
                                .formatted(git("rev-parse", "rivers")));
        assertThat(git("show", "rivers:src/rivers.txt")).isEqualTo(MARK + "\nVolga");
        assertThat(git("status", "--porcelain")).isEmpty();

        // And
        assertThat(runs()).isEmpty();
    }

    @Test
    void theInstructionMayBeAFile() {
        SimulatedProvider first = signalbox.script("first", Script.DEFAULT);
        ObjectNode job = job("first/small").put("instruction_file", "TASK.md");

        JsonNode result = ended(job).path("result");

        assertThat(sent(first)).contains("Add one river, says the file.");
        assertThat(result.path("status").asText()).isEqualTo("succeeded");
        assertThat(result.path("files_modified")).isEmpty();
        assertThat(result.path("patch").asText("")).isEmpty();
    }

    @Test
    void theNextCandidateReadsTheFilesAnew() throws Exception {
        // Given
        SimulatedProvider first =
                signalbox.script("first", Script.failing(new Fault.Status(500, Map.of(), "{}")));
        SimulatedProvider second =
                signalbox.script("second", Script.builder().answer(DIFF).build());
        ObjectNode job = job("both", "src/rivers.txt").put("instruction", "Add one river");
        job.putObject("limits").put("retries", 0);

        // When
        JsonNode ended = ended(job);

        // Then
        assertThat(sent(first)).contains(MARK);
        assertThat(sent(second)).contains(MARK);
        assertThat(ended.at("/result/candidate/provider").asText()).isEqualTo("second");
        assertThat(ended.at("/result/patch").asText()).contains("+Volga");
        assertThat(runs()).isEmpty();
    }

    @Test
    void aFileBehindALinkOutOfTheWorkspaceEndsTheJob() throws Exception {
        // Given
        SimulatedProvider first = signalbox.script("first", Script.DEFAULT);
        Files.createSymbolicLink(repository.resolve("way"), Path.of("/etc/hostname"));
        git("add", "--all");
        git("-c", "user.name=c", "-c", "user.email=c@localhost", "commit", "-qm", "way");
        ObjectNode job = job("first/small", "way").put("instruction", "Read it");

        // When
        JsonNode ended = ended(job);

        // Then
        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(ended.at("/result/error/class").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(ended.at("/result/error/message").asText())
                .contains("'way' leads out of the workspace by a link");
        assertThat(first.counts().requests()).isEmpty();
        assertThat(runs()).isEmpty();
    }

    @Test
    void aRepositoryOutsideOfTheRootsEndsTheJob() {
        SimulatedProvider first = signalbox.script("first", Script.DEFAULT);
        ObjectNode job = job("first/small").put("instruction", "Read it");
        ((ObjectNode) job.get("workspace")).put("repository", "/etc");

        JsonNode ended = ended(job);

        assertThat(ended.at("/result/error/message").asText())
                .contains("'/etc' lies under none of the catalog's workspaces.roots");
        assertThat(first.counts().requests()).isEmpty();
    }

    @Test
    void whatFilesHoldIsInNoLog() throws Exception {
        signalbox.script("first", Script.builder().answer(DIFF).build());
        ended(job("first/small", "src/rivers.txt").put("instruction", "Add one river"));

        assertThat(signalbox.process().outputSoFar()).noneMatch(line -> line.contains(MARK));
        assertThat(
                        Files.readString(
                                signalbox
                                        .catalog()
                                        .resolveSibling("data")
                                        .resolve("signalbox.log")))
                .doesNotContain(MARK);
    }
}
