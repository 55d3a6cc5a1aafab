package io.signalbox.cliworker.run;

import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ContentPart;
import io.signalbox.contracts.job.Job;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A job as one prompt, which is all that a command line takes: what the system says first, then the
 * conversation, each turn under its speaker's name where there is more than one, then the files
 * that the task names. Pure.
 */
final class PromptText {

    private PromptText() {}

    /**
     * @param instruction of the instruction file; null where the job has none
     */
    static String of(Job job, @Nullable String instruction) {
        StringBuilder text = new StringBuilder();
        if (instruction == null) {
            conversation(job.conversation().messages(), text);
        } else {
            text.append(instruction.strip());
        }
        List<String> files = job.workspace() == null ? List.of() : job.workspace().contextFiles();
        if (!files.isEmpty()) {
            text.append("\n\nThis is about these files, in the working directory:");
            files.forEach(file -> text.append("\n- ").append(file));
        }
        return text.toString();
    }

    private static void conversation(List<ChatMessage> messages, StringBuilder text) {
        List<ChatMessage> system = messages.stream().filter(PromptText::isSystem).toList();
        List<ChatMessage> turns = messages.stream().filter(message -> !isSystem(message)).toList();
        system.forEach(message -> text.append(words(message)).append("\n\n"));
        if (turns.size() == 1) {
            text.append(words(turns.getFirst()));
            return;
        }
        text.append(
                turns.stream()
                        .map(turn -> speaker(turn) + ": " + words(turn))
                        .collect(Collectors.joining("\n\n")));
    }

    private static boolean isSystem(ChatMessage message) {
        return message.role().equals("system") || message.role().equals("developer");
    }

    private static String speaker(ChatMessage message) {
        return switch (message.role()) {
            case "user" -> "User";
            case "assistant" -> "Assistant";
            default -> "Tool";
        };
    }

    private static String words(ChatMessage message) {
        return message.content().stream()
                .map(ContentPart::text)
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
