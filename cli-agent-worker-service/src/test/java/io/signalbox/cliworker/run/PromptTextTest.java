package io.signalbox.cliworker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PromptTextTest {

    @Test
    void oneQuestionIsThePromptAsItIs() throws IOException {
        assertThat(prompt("{\"instruction\": \"-rf \\\"a\\\"\\nb \"}", null))
                .isEqualTo("-rf \"a\"\nb ");
    }

    @Test
    void whatTheSystemSaysComesFirst() throws IOException {
        String job =
                """
                {"input": {"messages": [
                  {"role": "user", "content": "Hello"},
                  {"role": "developer", "content": "Be brief"}]}}
                """;

        assertThat(prompt(job, null)).isEqualTo("Be brief\n\nHello");
    }

    @Test
    void turnsHaveTheirSpeakersNames() throws IOException {
        String job =
                """
                {"input": {"messages": [
                  {"role": "system", "content": "Be brief"},
                  {"role": "user", "content": [{"type": "text", "text": "Hello"},
                                               {"type": "text", "text": "you"}]},
                  {"role": "assistant", "content": "Hi"},
                  {"role": "user", "content": "Bye"}]}}
                """;

        assertThat(prompt(job, null))
                .isEqualTo("Be brief\n\nUser: Hello\nyou\n\nAssistant: Hi\n\nUser: Bye");
    }

    @Test
    void theInstructionFileIsTheTaskAndContextFilesAreNamed() throws IOException {
        String job =
                """
                {"instruction_file": "TASK.md",
                 "workspace": {"repository": "/r", "context_files": ["a.txt", "b/c.txt"]}}
                """;

        assertThat(prompt(job, "Mend it.\n"))
                .isEqualTo(
                        "Mend it.\n\nThis is about these files, in the working directory:\n- a.txt\n- b/c.txt");
    }

    private static String prompt(String job, @Nullable String instruction) throws IOException {
        return PromptText.of(
                Json.read(job.getBytes(StandardCharsets.UTF_8), Job.class), instruction);
    }
}
