package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chat completions that an agent answers: here one that repeats its prompt. */
@ExtendWith(SharedSignalbox.class)
class AgentChatIT {

    private static final String PROMPT =
            "Be brief.\n\nUser: One?\n\nAssistant: Two.\n\nUser: And \"three\"?";

    private final HttpCaller http;

    AgentChatIT(RunningSignalbox signalbox) {
        this.http = signalbox.http();
    }

    private static ObjectNode conversation() {
        ObjectNode chat = Json.mapper().createObjectNode().put("model", "agent/parrot");
        ArrayNode messages = chat.putArray("messages");
        messages.addObject().put("role", "user").put("content", "One?");
        messages.addObject().put("role", "assistant").put("content", "Two.");
        messages.addObject().put("role", "system").put("content", "Be brief.");
        messages.addObject().put("role", "user").put("content", "And \"three\"?");
        return chat;
    }

    @Test
    void theConversationBecomesOnePrompt() {
        // When
        Answer answer = http.post("/chat/completions", conversation().toString());

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("x-signalbox-candidate")).isEqualTo("agent/parrot");
        assertThat(answer.json().at("/choices/0/message/content").asText()).isEqualTo(PROMPT);
        assertThat(answer.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void theAnswerIsStreamedToo() {
        // When
        Answer answer =
                http.post("/chat/completions", conversation().put("stream", true).toString());

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(
                        answer.chunks().stream()
                                .map(chunk -> chunk.at("/choices/0/delta/content").asText(""))
                                .collect(Collectors.joining()))
                .isEqualTo(PROMPT);
        assertThat(answer.chunks().getLast().at("/choices/0/finish_reason").asText())
                .isEqualTo("stop");
        assertThat(answer.body()).contains("data: [DONE]");
    }
}
