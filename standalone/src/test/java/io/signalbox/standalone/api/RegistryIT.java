package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is known of models, from outside. */
@ExtendWith(SharedSignalbox.class)
class RegistryIT {

    private final HttpCaller http;

    RegistryIT(RunningSignalbox signalbox) {
        this.http = signalbox.http();
    }

    @Test
    void theCheapestForACapabilityIsFirst() {
        JsonNode answer =
                http.get("/registry/models?capability=reasoning&provider=anthropic&limit=2").json();

        assertThat(answer.path("models")).hasSize(2);
        assertThat(answer.at("/models/0/id").asText())
                .isEqualTo("anthropic/claude-haiku-4-5-20251001");
        assertThat(answer.at("/models/0/blended_per_1m").asText()).isEqualTo("2");
        assertThat(answer.at("/models/0/usable").asBoolean()).isFalse();
        assertThat(answer.path("total").asInt()).isGreaterThan(2);
    }

    @Test
    void whatALocalServerToldIsInTheRegistry() {
        JsonNode models = http.get("/registry/models?provider=ollama").json().path("models");

        assertThat(models)
                .anySatisfy(model -> {
                    assertThat(model.path("id").asText()).isEqualTo("ollama/qwen3:8b");
                    assertThat(model.path("usable").asBoolean()).isTrue();
                });
        assertThat(http.get("/providers/ollama/models").json().path("models"))
                .extracting(model -> model.path("id").asText())
                .contains("llama3.2", "qwen3:8b");
    }

    @Test
    void aValueThatDoesNotExistIsRefusedWithThoseThatDo() {
        Answer answer = http.get("/registry/models?tier=huge");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asText()).isEqualTo("tier");
        assertThat(answer.error().path("message").asText()).contains("fast, standard, advanced");
    }

    @Test
    void aRetiredModelNamesItsSuccessor() {
        String retired = "anthropic/claude-3-5-haiku-20241022";

        for (Answer answer :
                new Answer[] {
                    http.get("/models/" + retired),
                    http.post("/chat/completions", Requests.chat(retired, "hi").toString())
                }) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.error().path("code").asText()).isEqualTo("model_not_found");
            assertThat(answer.error().path("message").asText())
                    .contains("retired on 2026-02-19", "use anthropic/claude-haiku-4-5-20251001");
        }
    }

    @Test
    void whatALocalServerRefusesIsToldAsFailed() {
        Answer accepted = http.post("/providers/ollama/models/no/such:model/pull", "");
        assertThat(accepted.status()).isEqualTo(202);
        String id = accepted.json().path("id").asText();

        JsonNode work =
                Eventually.get(
                        Duration.ofSeconds(60),
                        () -> workOf(id),
                        found -> found.path("status").asText().equals("failed"));

        assertThat(work.path("model").asText()).isEqualTo("no/such:model");
        assertThat(work.path("action").asText()).isEqualTo("pull");
        assertThat(work.path("detail").asText()).contains("404");
    }

    @Test
    void onlyALocalOllamaPullsModels() {
        Answer answer = http.post("/providers/anthropic/models/claude/pull", "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("message").asText()).contains("not a local Ollama");
        assertThat(http.post("/providers/acme/models/m/pull", "").status()).isEqualTo(404);
        assertThat(http.post("/providers/ollama/models/m/eat", "").status()).isEqualTo(404);
    }

    private JsonNode workOf(String id) {
        for (JsonNode it : http.get("/providers/ollama/models").json().path("work")) {
            if (it.at("/work/id").asText().equals(id)) {
                return it.path("work");
            }
        }
        return MissingNode.getInstance();
    }
}
