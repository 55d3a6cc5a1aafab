package io.signalbox.apiworker.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ChatMessage;
import io.signalbox.contracts.job.ContentPart;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionTest {

    private static ChatInput input(ChatMessage... messages) {
        return ChatInput.of("").withMessages(List.of(messages));
    }

    @Test
    void theLastMessageOfTheUserCounts() {
        Question question =
                Question.of(
                        input(
                                ChatMessage.of("user", "first"),
                                ChatMessage.of("assistant", "answer"),
                                ChatMessage.of("user", "second"),
                                ChatMessage.of("assistant", "let me look"),
                                ChatMessage.of("tool", "found")));

        assertThat(question.text()).isEqualTo("second");
        assertThat(question.after("block: ").messages().stream().map(ChatMessage::text))
                .containsExactly("first", "answer", "block: second", "let me look", "found");
    }

    @Test
    void aConversationWithoutAUserAsksNothing() {
        Question question = Question.of(input(ChatMessage.of("system", "the latest news")));

        assertThat(question.text()).isEmpty();
        assertThat(question.after("block").messages())
                .containsExactly(
                        ChatMessage.of("system", "the latest news"),
                        ChatMessage.of("user", "block"));
    }

    @Test
    void oneTextStaysOneText() {
        ChatMessage asked = Question.of(ChatInput.of("why")).after("block: ").messages().getFirst();

        assertThat(asked.content()).containsExactly(ContentPart.text("block: why"));
    }

    @Test
    void anImageStaysBehindTheBlock() {
        ContentPart image =
                new ContentPart(
                        "image_url", null, new ContentPart.ImageUrl("https://i.example/", null));
        ChatMessage message =
                new ChatMessage(
                        "user", List.of(image, ContentPart.text("what is it")), "ann", null, null);

        ChatMessage asked = Question.of(input(message)).after("block").messages().getFirst();

        assertThat(asked.content())
                .containsExactly(ContentPart.text("block"), image, ContentPart.text("what is it"));
        assertThat(asked.name()).isEqualTo("ann");
    }
}
