package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.TestCatalog;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An Ollama of which the catalog says nothing but where it is. */
@ExtendWith(SharedSignalbox.class)
class OllamaIT {

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    OllamaIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    /** On a busy machine the first look may give up too early; the next one comes by itself. */
    @BeforeEach
    void itIsFoundAndEchoes() {
        signalbox.script("ollama", TestCatalog.OLLAMA);
        Eventually.get(
                Duration.ofSeconds(60),
                () -> http.get("/models").body(),
                it -> it.contains("\"ollama/llama3.2\""));
    }

    @Test
    void whatWasPulledIsFoundAndNothingElse() {
        List<String> ofOllama =
                http.get("/models").json().path("data").findValuesAsText("id").stream()
                        .filter(id -> id.startsWith("ollama/"))
                        .toList();

        assertThat(ofOllama).containsExactlyInAnyOrder("ollama/llama3.2", "ollama/qwen3:8b");
    }

    @Test
    void aJobIsAnsweredCountedAndFree() {
        // Given
        SimulatedProvider ollama = signalbox.script("ollama", TestCatalog.OLLAMA);

        // When
        Answer answer =
                http.post(
                        "/jobs?wait=50s",
                        Requests.job("ollama/llama3.2:latest", "how are you").toString());

        // Then
        JsonNode result = answer.json().path("result");
        assertThat(result.path("output").asText()).isEqualTo("You said: how are you");
        assertThat(result.at("/candidate/provider").asText()).isEqualTo("ollama");
        assertThat(result.at("/candidate/model").asText()).isEqualTo("llama3.2");
        assertThat(result.at("/usage/input").asInt()).isEqualTo(2);
        assertThat(result.at("/usage/output").asInt()).isEqualTo(5);
        assertThat(result.at("/usage/estimated").asBoolean()).isFalse();
        assertThat(answer.json().path("cost_usd").decimalValue()).isEqualByComparingTo("0");
        assertThat(ollama.counts().requests().getLast().path()).isEqualTo("/api/chat");
    }

    @Test
    void aModelsNameAloneIsEnoughAndItStreams() {
        Answer answer =
                http.post("/chat/completions", Requests.stream("qwen3:8b", "count").toString());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(
                        answer.chunks().stream()
                                .map(chunk -> chunk.at("/choices/0/delta/content").asText())
                                .collect(Collectors.joining()))
                .isEqualTo("You said: count");
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        JsonNode account = answer.chunks().getLast().path("signalbox");
        assertThat(account.at("/candidate/provider").asText()).isEqualTo("ollama");
    }

    @Test
    void whatItHasNoFormForIsAskedOfTheNext() {
        // Given an earlier tool call whose arguments are broken, as models write them
        signalbox.script("first", Script.builder().answer("from the first").build());
        ObjectNode request = Requests.chat("ollama-first", "go on");
        ((ArrayNode) request.path("messages"))
                .insertObject(0)
                .put("role", "assistant")
                .putArray("tool_calls")
                .addObject()
                .put("id", "c1")
                .put("type", "function")
                .putObject("function")
                .put("name", "look")
                .put("arguments", "[1");

        // When
        Answer answer = http.post("/chat/completions", request.toString());

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("x-signalbox-candidate")).isEqualTo("first/small");
        assertThat(answer.header("x-signalbox-attempts")).isEqualTo("2");
    }

    @Test
    void whatItIsNotSentIsSaidWithTheJob() {
        ObjectNode job = Requests.job("ollama/llama3.2", "hello");
        job.withObject("/input").putObject("logit_bias").put("50256", -100);

        Answer answer = http.post("/jobs?wait=50s", job.toString());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonNode ended = answer.json();
        JsonNode kept = new JobCaller(http).ended(ended.path("id").asText());

        assertThat(ended.at("/result/notes/0").asText())
                .as(ended.toString())
                .isEqualTo("left out of the request: logit_bias (Ollama does not know it)");
        assertThat(kept.path("notes")).isEqualTo(ended.at("/result/notes"));
    }

    @Test
    void whatItIsNotSentIsSaidWithAChatToo() {
        ObjectNode chat = Requests.chat("ollama/llama3.2", "hello");
        chat.putObject("logit_bias").put("50256", -100);
        Answer plain = http.post("/chat/completions", chat.toString());
        Answer stream = http.post("/chat/completions", chat.put("stream", true).toString());
        JsonNode nothingToSay =
                http.post("/chat/completions", Requests.chat("ollama/llama3.2", "hello").toString())
                        .json();

        String note = "left out of the request: logit_bias (Ollama does not know it)";
        assertThat(plain.json().at("/signalbox/notes/0").asText()).isEqualTo(note);
        assertThat(stream.chunks().getLast().at("/signalbox/notes/0").asText()).isEqualTo(note);
        assertThat(nothingToSay.has("signalbox")).isFalse();
    }

    @Test
    void aModelThatWasNotPulledIsSaidSo() {
        Answer answer =
                http.post("/chat/completions", Requests.chat("ollama/mistral", "who").toString());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error().path("message").asText()).contains("try pulling it first");
    }
}
