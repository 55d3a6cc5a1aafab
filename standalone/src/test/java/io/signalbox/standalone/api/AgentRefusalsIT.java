package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.standalone.harness.CallersRepository;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What only the worker can know to be wrong with a task. What is refused at the door is in {@code
 * docs/errors.md}.
 */
@ExtendWith(SharedSignalbox.class)
class AgentRefusalsIT {

    @TempDir private Path elsewhere;

    private final RunningSignalbox signalbox;
    private final CallersRepository repository;

    AgentRefusalsIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.repository =
                CallersRepository.make(
                        signalbox.workspaces().resolve("refused-" + UUID.randomUUID()));
    }

    private ObjectNode task(Path directory) {
        return Requests.task("chain/helped", "finish done", directory.toString());
    }

    private void assertRefused(ObjectNode task, String... words) {
        JsonNode result = new JobCaller(signalbox.http()).run(task);

        assertThat(result.path("status").asText()).as(result.toString()).isEqualTo("failed");
        assertThat(result.at("/error/class").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(result.at("/error/message").asText()).contains(words);
        // Nobody would do better: the chain has others, who are not asked.
        assertThat(result.path("attempts")).hasSize(1);
    }

    @Test
    void aRepositoryOutsideOfTheRoots() {
        CallersRepository outside = CallersRepository.make(elsewhere.resolve("repository"));

        assertRefused(
                task(outside.directory()), "lies under none of the catalog's workspaces.roots");
    }

    @Test
    void aRepositoryThatIsMissing() {
        assertRefused(
                task(signalbox.workspaces().resolve("nowhere")), "does not exist at the worker");
    }

    @Test
    void aRepositoryWithUncommittedChanges() {
        repository.write("greeting.txt", "changed, and not committed");

        assertRefused(task(repository.directory()), "has uncommitted changes", "greeting.txt");
    }

    @Test
    void aRefThatTheRepositoryDoesNotHave() {
        ObjectNode task = task(repository.directory());
        task.withObject("/workspace").put("ref", "no-such-branch");

        assertRefused(task, "workspace.ref 'no-such-branch' is no branch, tag or commit");
    }

    @Test
    void aBranchThatExists() {
        ObjectNode task = task(repository.directory());
        task.withObject("/workspace").put("branch", "main");

        assertRefused(task, "workspace.branch 'main' exists already");
    }

    @Test
    void aContextFileThatIsMissing() {
        ObjectNode task = task(repository.directory());
        task.withObject("/workspace").putArray("context_files").add("greeting.txt").add("b.txt");

        assertRefused(task, "workspace.context_files", "b.txt");
    }

    @Test
    void anInstructionFileThatIsMissing() {
        ObjectNode task = task(repository.directory());
        task.remove("instruction");
        task.put("instruction_file", "tasks/first.md");

        assertRefused(task, "instruction_file", "tasks/first.md");
    }

    @Test
    void anInstructionFileThatIsThereIsObeyed() {
        // Given
        repository.write("task.sh", "finish 'as the file says'\n");
        repository.git("add", "--all");
        repository.git("commit", "--quiet", "-m", "task");
        ObjectNode task = task(repository.directory());
        task.remove("instruction");
        task.put("instruction_file", "task.sh");

        // When
        JsonNode result = new JobCaller(signalbox.http()).succeed(task);

        // Then
        assertThat(result.path("output").asText()).isEqualTo("as the file says");
    }
}
