package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.standalone.harness.CallersRepository;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs of one session go on where the one before has stopped. */
@ExtendWith(SharedSignalbox.class)
class AgentSessionsIT {

    private static final String BEGAN_ANEW = "the session began anew";

    private final RunningSignalbox signalbox;
    private final JobCaller jobs;
    private final String session = "session-" + UUID.randomUUID();

    AgentSessionsIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.jobs = new JobCaller(signalbox.http());
    }

    private ObjectNode task(String script, String sessionName, CallersRepository repository) {
        ObjectNode task =
                Requests.task("agent/scripted", script, repository.directory().toString());
        task.withObject("/routing").put("session", sessionName);
        return task;
    }

    @Test
    void theSecondRunHasTheFirstsIdHomeAndFiles() {
        // Given
        CallersRepository repository =
                CallersRepository.make(signalbox.workspaces().resolve(session));
        JsonNode first =
                jobs.succeed(
                        task(
                                "echo home > $HOME/note; echo file > note.txt; finish done",
                                session,
                                repository));

        // When
        JsonNode second =
                jobs.succeed(
                        task(
                                "echo more > more.txt; finish \"$session $(cat $HOME/note note.txt | tr '\\n' ' ')\"",
                                session,
                                repository));

        // Then
        String id = first.path("session_id").asText();
        assertThat(id).startsWith("scripted-");
        assertThat(second.path("session_id").asText()).isEqualTo(id);
        assertThat(second.path("output").asText()).isEqualTo(id + " home file ");
        assertThat(JobCaller.texts(second.path("files_modified")))
                .containsExactlyInAnyOrder("more.txt", "note.txt");
        assertThat(first.path("notes").toString()).contains(BEGAN_ANEW);
        assertThat(second.path("notes").toString()).doesNotContain(BEGAN_ANEW);
    }

    @Test
    void anotherSessionKnowsNothingOfIt() {
        // Given
        CallersRepository repository =
                CallersRepository.make(signalbox.workspaces().resolve(session));
        jobs.succeed(task("echo home > $HOME/note; finish done", session, repository));

        // When
        JsonNode other =
                jobs.succeed(
                        task(
                                "finish \"$(cat $HOME/note 2>/dev/null)-$session-\"",
                                session + "-other",
                                repository));

        // Then
        assertThat(other.path("output").asText()).isEqualTo("--");
    }
}
