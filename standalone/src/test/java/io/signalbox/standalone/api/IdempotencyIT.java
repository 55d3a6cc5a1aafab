package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.JobId;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a caller may send twice. */
@ExtendWith(SharedSignalbox.class)
class IdempotencyIT {

    private static final String KEY = "Idempotency-Key";

    private final RunningSignalbox signalbox;
    private final HttpCaller http;
    private final String key = UUID.randomUUID().toString();

    IdempotencyIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void theSameKeyIsTheSameJobBeforeAndAfterItsEnd() {
        // Given
        SimulatedProvider provider = signalbox.script("first", Script.DEFAULT);
        String job = Requests.job("first/small", "once, please").toString();

        // When
        Answer first = http.post("/jobs", job, KEY, key);
        Answer second = http.post("/jobs", job, KEY, key);
        Answer waited = http.post("/jobs?wait=30s", job, KEY, key);
        Answer late = http.post("/jobs?wait=30s", job, KEY, key);

        // Then
        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(waited.status()).isEqualTo(200);
        assertThat(waited.json().path("result").path("output").asText())
                .isEqualTo("You said: once, please");
        assertThat(late.json().path("result")).isEqualTo(waited.json().path("result"));
        assertThat(late.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(provider.counts().calls()).isEqualTo(1);
    }

    @Test
    void anotherBodyUnderTheSameKeyOrIdIs409() {
        // Given
        signalbox.script("first", Script.DEFAULT);
        String id = JobId.create().value();
        ObjectNode named = Requests.job("first/small", "one thing").put("id", id);
        http.post("/jobs?wait=30s", Requests.job("first/small", "one thing").toString(), KEY, key);
        http.post("/jobs?wait=30s", named.toString());

        // When
        Answer byKey =
                http.post(
                        "/jobs", Requests.job("first/small", "another thing").toString(), KEY, key);
        Answer byId =
                http.post(
                        "/jobs",
                        Requests.job("first/small", "another thing").put("id", id).toString());

        // Then
        assertThat(byKey.status()).isEqualTo(409);
        assertThat(byKey.error().path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(byKey.error().path("code").asText()).isEqualTo("idempotency_conflict");
        assertThat(byKey.error().path("param").asText()).isEqualTo(KEY);
        assertThat(byKey.error().path("message").asText()).contains("'" + key + "'");
        assertThat(byId.status()).isEqualTo(409);
        assertThat(byId.error().path("param").asText()).isEqualTo("id");
        assertThat(byId.error().path("message").asText()).contains(id);
    }

    @Test
    void aKeyThatIsNoneIs400() {
        Answer answer =
                http.post(
                        "/jobs",
                        Requests.job("first/small", "hi").toString(),
                        KEY,
                        "k".repeat(256));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asText()).isEqualTo(KEY);
    }

    @Test
    void aChatIsAnsweredAgainFromItsResultPlainAndStreamed() {
        // Given
        SimulatedProvider provider = signalbox.script("first", Script.DEFAULT);
        ObjectNode chat = Requests.chat("first/small", "tell me once");

        // When
        Answer first = http.post("/chat/completions", chat.toString(), KEY, key);
        Answer second = http.post("/chat/completions", chat.toString(), KEY, key);
        Answer streamed =
                http.post(
                        "/chat/completions",
                        Requests.stream("first/small", "tell me once").toString(),
                        KEY,
                        key);

        // Then
        assertThat(first.status()).isEqualTo(200);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("x-signalbox-job")).isEqualTo(first.header("x-signalbox-job"));
        assertThat(streamed.header("x-signalbox-job")).isEqualTo(first.header("x-signalbox-job"));
        assertThat(streamed.chunks().getFirst().at("/choices/0/delta/content").asText())
                .isEqualTo("You said: tell me once");
        assertThat(streamed.body()).endsWith("data: [DONE]\n\n");
        assertThat(provider.counts().calls()).isEqualTo(1);
    }

    @Test
    void manyAtOnceAreOneJobAndAllGetItsAnswer() {
        // Given
        SimulatedProvider provider =
                signalbox.script("first", Script.builder().latency(Duration.ofMillis(300)).build());
        String chat = Requests.chat("first/small", "all together").toString();

        // When
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    IntStream.range(0, 8)
                            .mapToObj(i ->
                                    CompletableFuture.supplyAsync(
                                            () -> http.post("/chat/completions", chat, KEY, key),
                                            callers))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .toList();

            // Then
            assertThat(answers)
                    .allSatisfy(answer -> {
                        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                        assertThat(answer.json().at("/choices/0/message/content").asText())
                                .isEqualTo("You said: all together");
                    });
            assertThat(answers)
                    .extracting(answer -> answer.header("x-signalbox-job"))
                    .containsOnly(answers.getFirst().header("x-signalbox-job"));
        }
        assertThat(provider.counts().calls()).isEqualTo(1);
    }

    @Test
    void whoHangsUpAndAsksAgainWithTheKeyGetsTheSameAnswer() throws Exception {
        // Given
        SimulatedProvider provider =
                signalbox.script("first", Script.builder().latency(Duration.ofSeconds(1)).build());
        String chat = Requests.chat("first/small", "I will be back").toString();

        // When
        try (HttpClient impatient = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(signalbox.process().apiUrl() + "/chat/completions"))
                            .timeout(Duration.ofMillis(300))
                            .header(KEY, key)
                            .POST(HttpRequest.BodyPublishers.ofString(chat))
                            .build();
            assertThatThrownBy(
                            () -> impatient.send(request, HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(HttpTimeoutException.class);
        }
        Answer again = http.post("/chat/completions", chat, KEY, key);

        // Then
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.json().at("/choices/0/message/content").asText())
                .isEqualTo("You said: I will be back");
        assertThat(provider.counts().calls()).isEqualTo(1);
    }
}
