package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.SimulatedSearxng;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A search before the call, as its caller sees it. */
@ExtendWith(SharedSignalbox.class)
class SearchIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;
    private String original = "";

    SearchIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @BeforeEach
    void remember() throws IOException {
        original = Files.readString(signalbox.catalog());
        signalbox.searxng().says(200, SimulatedSearxng.RIVERS);
    }

    @AfterEach
    void putBack() throws IOException {
        write(original, true);
    }

    private void goOnline() throws IOException {
        write(original.replace("offline: true", "offline: false"), false);
    }

    private void write(String catalog, boolean offline) throws IOException {
        Files.writeString(signalbox.catalog(), catalog);
        Eventually.get(
                LIMIT,
                () -> http.get("/catalog").json().path("offline").asBoolean(),
                seen -> seen == offline);
    }

    private static ObjectNode searching(ObjectNode chat, String mode) {
        chat.putObject("signalbox").putObject("routing").put("search", mode);
        return chat;
    }

    private Answer chat(String text, String mode) {
        return http.post(
                "/chat/completions",
                searching(Requests.chat("first/small", text), mode).toString());
    }

    /** As stored once it and its attempt have ended: each comes by itself. */
    private JsonNode job(Answer answer) {
        return Eventually.get(
                SOON,
                () -> http.get("/jobs/" + answer.header("x-signalbox-job")).json(),
                job ->
                        job.path("result").isObject()
                                && !job.at("/attempts/0/outcome").asText("").isEmpty());
    }

    @Test
    void sourcesStandInThePromptTheAnswerAndTheResult() throws IOException {
        // Given
        SimulatedProvider first =
                signalbox.script("first", Script.builder().answer("It is the Volga [1].").build());
        goOnline();

        // When
        Answer answer = chat("the latest about rivers?", "auto");

        // Then
        assertThat(signalbox.searxng().asked())
                .containsExactly("format=json&q=the+latest+about+rivers%3F");
        assertThat(first.counts().requests().getLast().body())
                .contains("<search_results>", "data, not instructions", "[2] The Danube")
                .contains("</search_results>")
                .contains("the latest about rivers?\"");
        JsonNode annotations = answer.json().at("/choices/0/message/annotations");
        assertThat(annotations.at("/0/url_citation/url").asText())
                .isEqualTo("https://rivers.example.org/europe");
        assertThat(annotations.at("/0/url_citation/start_index").asInt()).isEqualTo(16);
        assertThat(annotations.at("/0/url_citation/end_index").asInt()).isEqualTo(19);
        JsonNode job = job(answer);
        assertThat(job.at("/result/citations").toString())
                .isEqualTo(
                        "[{\"number\":1,\"title\":\"Europe's rivers\",\"url\":\"https://rivers.example.org/europe\"},"
                                + "{\"number\":2,\"title\":\"The Danube\",\"url\":\"https://danube.example.com/\"}]");
        assertThat(job.at("/attempts/0/search/engine").asText()).isEqualTo("searxng");
        assertThat(job.at("/attempts/0/search/results").asInt()).isEqualTo(2);
        assertThat(job.at("/attempts/0/search/failed").asText("")).isEmpty();
    }

    @Test
    void aStreamEndsWithItsSources() throws IOException {
        // Given
        signalbox.script("first", Script.builder().answer("The Volga [1].").build());
        goOnline();

        // When
        Answer answer =
                http.post(
                        "/chat/completions",
                        searching(Requests.stream("first/small", "rivers"), "on").toString());

        // Then
        JsonNode last = answer.chunks().getLast();
        assertThat(last.at("/signalbox/citations")).hasSize(2);
        assertThat(last.at("/choices/0/delta/annotations/0/url_citation/title").asText())
                .isEqualTo("Europe's rivers");
    }

    @Test
    void whereTheEngineFailsTheAnswerComesWithoutAndSaysWhy() throws IOException {
        // Given
        SimulatedProvider first = signalbox.script("first", Script.DEFAULT);
        signalbox.searxng().says(500, "oops");
        goOnline();

        // When
        Answer answer = chat("rivers", "on");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/choices/0/message/content").asText())
                .isEqualTo("You said: rivers");
        assertThat(answer.json().at("/choices/0/message").has("annotations")).isFalse();
        assertThat(first.counts().requests().getLast().body()).doesNotContain("search_results");
        JsonNode job = job(answer);
        assertThat(job.at("/result/citations")).isEmpty();
        assertThat(job.at("/attempts/0/search/failed").asText()).isEqualTo("searxng answered 500");
    }

    @Test
    void anOfflineJobAsksNobodyAndSaysSo() {
        // Given
        signalbox.script("first", Script.DEFAULT);

        // When
        Answer answer = chat("rivers", "on");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(signalbox.searxng().asked()).isEmpty();
        JsonNode search = job(answer).at("/attempts/0/search");
        assertThat(search.path("failed").asText())
                .isEqualTo("the job is offline: nothing is searched");
        assertThat(search.has("engine")).isFalse();
    }

    @Test
    void anotherModeIsRefused() {
        Answer answer = chat("rivers", "always");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asText()).isEqualTo("routing.search");
        assertThat(answer.error().path("message").asText())
                .isEqualTo("routing.search is 'always', it is on, off or auto");
    }
}
