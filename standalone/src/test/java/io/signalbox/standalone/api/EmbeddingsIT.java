package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.VectorText;
import io.signalbox.contracts.wire.Json;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.TestCatalog;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import io.signalbox.testsupport.simulator.Vectors;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Vectors of texts take the same road as answers. */
@ExtendWith(SharedSignalbox.class)
class EmbeddingsIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    EmbeddingsIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @BeforeEach
    void bothAnswer() {
        signalbox.script("first", Script.DEFAULT);
        signalbox.script("second", Script.DEFAULT);
    }

    @Test
    void theFirstsFailureIsAnAnswerOfTheSecondWithItsAccount() {
        // Given
        signalbox.script("first", Script.failing(new Fault.Status(500, null, null)));

        // When
        Answer answer =
                http.post(
                        "/embeddings",
                        Requests.embedding("vectors", "eight characters", "and more of them")
                                .toString());

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-signalbox-candidate")).isEqualTo("second/vec");
        assertThat(answer.header("x-signalbox-attempts")).isEqualTo("2");
        assertThat(answer.header("x-signalbox-cost-usd")).isEqualTo("0.00000032");
        JsonNode body = answer.json();
        assertThat(body.path("object").asText()).isEqualTo("list");
        assertThat(body.path("model").asText()).isEqualTo("second/vec");
        assertThat(body.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":8,\"total_tokens\":8}");
        assertThat(body.at("/data/1/object").asText()).isEqualTo("embedding");
        assertThat(body.at("/data/1/index").asInt()).isEqualTo(1);
        assertThat(numbers(body.at("/data/0/embedding")))
                .containsExactly(Vectors.of("eight characters", null));
        assertThat(numbers(body.at("/data/1/embedding")))
                .containsExactly(Vectors.of("and more of them", null));

        // And the job tells the same
        JsonNode result =
                Eventually.get(
                                SOON,
                                () -> http.get("/jobs/" + answer.header("x-signalbox-job")).json(),
                                job -> job.path("result").isObject())
                        .path("result");
        assertThat(result.at("/attempts/0/error/class").asText()).isEqualTo("UNAVAILABLE");
        assertThat(result.at("/embeddings/1").asText())
                .isEqualTo(VectorText.of(Vectors.of("and more of them", null)));
    }

    @Test
    void theLedgerCountsItsTokensAndCost() {
        // Given
        String type = "embed-for-the-ledger";
        var request = Requests.embedding("first/vec", "sixteen letters.");
        request.putObject("signalbox").putObject("task").put("type", type);

        // When
        assertThat(http.post("/embeddings", request.toString()).status()).isEqualTo(200);

        // Then
        Eventually.asserted(
                SOON,
                () -> usage(type),
                row -> {
                    assertThat(row.path("requests").asInt()).isEqualTo(1);
                    assertThat(row.path("cost_usd").asText()).isEqualTo("0.00000008");
                    assertThat(row.at("/tokens/input").asLong()).isEqualTo(4);
                    assertThat(row.at("/tokens/output").asLong()).isZero();
                });
    }

    private JsonNode usage(String taskType) {
        return StreamSupport.stream(
                        http.get("/usage?group_by=task_type").json().path("rows").spliterator(),
                        false)
                .filter(row -> row.path("task_type").asText().equals(taskType))
                .findFirst()
                .orElseGet(Json.mapper()::createObjectNode);
    }

    @Test
    void base64IsTheSameVector() {
        var request = Requests.embedding("first/vec", "a text").put("encoding_format", "base64");

        Answer answer = http.post("/embeddings", request.toString());

        assertThat(VectorText.floats(answer.json().at("/data/0/embedding").asText()))
                .containsExactly(Vectors.of("a text", null));
    }

    @Test
    void aFewerDimensionalVectorIsAskedOfTheProvider() {
        SimulatedProvider first = signalbox.script("first", Script.DEFAULT);
        var request = Requests.embedding("first/vec", "a text").put("dimensions", 4);

        Answer answer = http.post("/embeddings", request.toString());

        assertThat(answer.json().at("/data/0/embedding")).hasSize(4);
        assertThat(first.counts().requests().getLast().body()).contains("\"dimensions\":4");
    }

    @Test
    void ollamaMakesThemToo() {
        SimulatedProvider ollama = signalbox.script("ollama", TestCatalog.OLLAMA);

        // Its models are known once it was looked at.
        Answer answer =
                Eventually.get(
                        SOON,
                        () ->
                                http.post(
                                        "/embeddings",
                                        Requests.embedding("ollama/llama3.2", "a").toString()),
                        it -> it.status() == 200);

        assertThat(answer.header("x-signalbox-cost-usd")).isEqualTo("0");
        assertThat(numbers(answer.json().at("/data/0/embedding")))
                .containsExactly(Vectors.of("a", null));
        assertThat(ollama.counts().requests().getLast().path()).isEqualTo("/api/embed");
    }

    @Test
    void aJobMayAskForThem() {
        // Given
        var job = Json.mapper().createObjectNode();
        job.putObject("embedding").putArray("texts").add("of a job");
        job.putObject("routing").put("model", "first/vec");

        // When
        JsonNode result = http.post("/jobs?wait=50s", job.toString()).json().path("result");

        // Then
        assertThat(result.path("status").asText()).isEqualTo("succeeded");
        assertThat(VectorText.floats(result.at("/embeddings/0").asText()))
                .containsExactly(Vectors.of("of a job", null));
    }

    @Test
    void aChatModelIsNoCandidateAndTheReasonIsTold() {
        Answer answer = http.post("/embeddings", Requests.embedding("first/small", "a").toString());

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error().path("code").asText()).isEqualTo("no_candidate");
        assertThat(answer.error().path("message").asText())
                .contains("first/small: it makes no embeddings");
    }

    @Test
    void anEmbeddingModelIsNoCandidateForAChat() {
        Answer answer =
                http.post("/chat/completions", Requests.chat("first/vec", "hello").toString());

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error().path("message").asText())
                .contains("first/vec: it makes embeddings and answers nothing");
    }

    @Test
    void tokenIdsAreRefusedWithTheReason() {
        Answer answer =
                http.post("/embeddings", "{\"model\":\"first/vec\",\"input\":[[15339,1917]]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asText()).isEqualTo("input");
        assertThat(answer.error().path("message").asText()).contains("token ids");
    }

    @Test
    void aLargeBatchComesThroughWhole() {
        // Given 1,365,000 numbers, nearly what a result carries
        String[] texts = new String[700];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "text " + i;
        }
        var request = Requests.embedding("first/vec", texts).put("dimensions", 1_950);

        // When
        Answer answer = http.post("/embeddings", request.toString());

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("data")).hasSize(700);
        assertThat(numbers(answer.json().at("/data/699/embedding")))
                .containsExactly(Vectors.of("text 699", 1_950));
    }

    private static float[] numbers(JsonNode array) {
        return Json.mapper().convertValue(array, float[].class);
    }
}
