package io.signalbox.apiworker.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskPromptTest {

    private static final String FILES = "File `a.txt`:\n```\none\n```\n\n";

    private static Job job(String json) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8), Job.class);
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static List<String> roles(ChatInput input) {
        return input.messages().stream().map(ChatMessage::role).toList();
    }

    private static String text(ChatInput input, int message) {
        return input.messages().get(message).text();
    }

    @Test
    void theFilesStandInFrontOfTheQuestionAndTheWishForADiffBeforeAll() {
        ChatInput prompt = TaskPrompt.with(FILES, ChatInput.of("fix it"));

        assertThat(roles(prompt)).containsExactly("system", "user");
        assertThat(text(prompt, 0)).contains("one unified diff");
        assertThat(text(prompt, 1))
                .startsWith("The files of the repository")
                .contains(FILES + "The files end here.")
                .endsWith("\n\nfix it");
    }

    @Test
    void whatTheCallersSystemSaysStaysFirstAndOne() {
        ChatInput said =
                ChatInput.of("")
                        .withMessages(
                                List.of(
                                        ChatMessage.of("developer", "Be short."),
                                        ChatMessage.of("user", "fix it")));

        ChatInput prompt = TaskPrompt.with(FILES, said);

        assertThat(roles(prompt)).containsExactly("developer", "user");
        assertThat(text(prompt, 0)).startsWith("Be short.\n\nWhere the user's task");
    }

    @Test
    void withoutFilesTheQuestionIsAsItWas() {
        assertThat(text(TaskPrompt.with("", ChatInput.of("fix it")), 1)).isEqualTo("fix it");
    }

    @Test
    void whoWantsJsonIsNotToldToAnswerWithADiff() {
        ChatInput json =
                job("""
                {"input": {"messages": [{"role": "user", "content": "list them"}],
                           "response_format": {"type": "json_object"}}}\
                """)
                        .conversation();

        assertThat(roles(TaskPrompt.with(FILES, json))).containsExactly("user");
    }

    @Test
    void theInstructionFileIsTheUsersMessage() {
        Job job = job("{\"instruction_file\": \"TASK.md\"}");

        assertThat(TaskPrompt.conversation(job, "do it\n").messages())
                .containsExactly(ChatMessage.of("user", "do it\n"));
    }

    @Test
    void withMessagesItStandsInFrontOfTheLastQuestion() {
        Job job =
                job(
                        """
                        {"instruction_file": "TASK.md", "input": {"messages": [
                          {"role": "system", "content": "Be short."},
                          {"role": "user", "content": "only in a.txt"}]}}\
                        """);

        ChatInput asked = TaskPrompt.conversation(job, "do it\n");

        assertThat(roles(asked)).containsExactly("system", "user");
        assertThat(text(asked, 1)).isEqualTo("do it\n\nonly in a.txt");
    }
}
