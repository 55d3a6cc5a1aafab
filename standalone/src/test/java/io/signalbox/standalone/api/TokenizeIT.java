package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens are counted where the caller asks, by nobody else. */
@ExtendWith(SharedSignalbox.class)
class TokenizeIT {

    private final HttpCaller http;

    TokenizeIT(RunningSignalbox signalbox) {
        this.http = signalbox.http();
    }

    @Test
    void aTextOfAModelWhoseTokenizerIsPublicIsExact() {
        Answer answer =
                http.post("/tokenize", "{\"model\":\"openai/gpt-4o\",\"input\":\"hello world\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"tokens\":2,\"exact\":true,\"tokenizer\":\"o200k_base\"}");
    }

    @Test
    void aConversationOfAnotherModelIsAnEstimateAndSaysSo() {
        Answer answer =
                http.post(
                        "/tokenize",
                        "{\"model\":\"first/small\",\"messages\":[{\"role\":\"user\",\"content\":\"hello world\"}]}");

        assertThat(answer.json().path("exact").asBoolean()).isFalse();
        assertThat(answer.json().path("tokenizer").asText()).isEqualTo("unknown");
        assertThat(answer.json().path("tokens").asInt()).isEqualTo(9);
    }

    @Test
    void aModelThatMeansNothingIs404() {
        Answer answer = http.post("/tokenize", "{\"model\":\"no-such-model\",\"input\":\"a\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error().path("code").asText()).isEqualTo("model_not_found");
    }
}
