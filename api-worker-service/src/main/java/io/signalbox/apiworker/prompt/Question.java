package io.signalbox.apiworker.prompt;

import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ContentPart;
import java.util.ArrayList;
import java.util.List;

/**
 * The last user message of a conversation.
 *
 * @param index its place among the messages; -1 where there is none
 * @param text empty where it has none
 */
public record Question(ChatInput input, int index, String text) {

    public static Question of(ChatInput input) {
        List<ChatMessage> messages = input.messages();
        for (int index = messages.size() - 1; index >= 0; index--) {
            if (messages.get(index).role().equals("user")) {
                return new Question(input, index, messages.get(index).text());
            }
        }
        return new Question(input, -1, "");
    }

    /**
     * The conversation with a text in front of the question, in the same message: not every model
     * takes two messages of the user's in a row. One text stays one text. Where nothing was asked,
     * the text is a message of its own, the last one.
     */
    public ChatInput after(String foreword) {
        if (index < 0) {
            List<ChatMessage> messages = new ArrayList<>(input.messages());
            messages.add(ChatMessage.of("user", foreword));
            return input.withMessages(messages);
        }
        ChatMessage asked = input.messages().get(index);
        List<ContentPart> parts = new ArrayList<>(asked.content());
        if (parts.getFirst().text() == null) {
            parts.addFirst(ContentPart.text(foreword));
        } else {
            parts.set(0, ContentPart.text(foreword + parts.getFirst().text()));
        }
        List<ChatMessage> messages = new ArrayList<>(input.messages());
        messages.set(
                index,
                new ChatMessage(
                        asked.role(), parts, asked.name(), asked.toolCalls(), asked.toolCallId()));
        return input.withMessages(messages);
    }

    /** Never the prompt. */
    @Override
    public String toString() {
        return "Question[" + index + "]";
    }
}
