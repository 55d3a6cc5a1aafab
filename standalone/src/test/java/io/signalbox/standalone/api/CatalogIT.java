package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An edit of the catalog's file comes into force, or is refused and told of. */
@ExtendWith(SharedSignalbox.class)
class CatalogIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PLANTED = "planted-";

    private final RunningSignalbox signalbox;
    private final HttpCaller http;
    private final Path file;
    private String original = "";
    private String originalVersion = "";

    CatalogIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
        this.file = signalbox.catalog();
    }

    @BeforeEach
    void remember() throws IOException {
        original = Files.readString(file);
        originalVersion = catalog().path("version").asText();
    }

    @AfterEach
    void putBack() throws IOException {
        Files.writeString(file, original);
        await(view ->
                view.path("version").asText().equals(originalVersion)
                        && view.path("error").isNull());
        Files.deleteIfExists(file.resolveSibling("planted.key"));
    }

    private JsonNode catalog() {
        return http.get("/catalog").json();
    }

    private JsonNode await(Predicate<JsonNode> wanted) {
        return Eventually.get(LIMIT, this::catalog, wanted);
    }

    /** The catalog with one provider more, at the address of the first, with secrets about it. */
    private String withNewcomer() throws IOException {
        Files.writeString(file.resolveSibling("planted.key"), PLANTED + "in-file\n");
        String address =
                original.lines()
                        .filter(line -> line.contains("/first/v1"))
                        .findFirst()
                        .orElseThrow()
                        .strip();
        return original.replace(
                "\nproviders:\n",
                """

                providers:
                  newcomer:
                    dialect: openai
                    %s
                    enabled: true
                    local: true
                    priority: 90
                    default_model: small
                    models: [small]
                    api_keys: [%sinline, "file:planted.key"]
                    headers: {x-internal: %sheader}
                """
                        .formatted(address, PLANTED, PLANTED));
    }

    @Test
    void itShowsWhatIsInForce() {
        JsonNode view = catalog();

        assertThat(view.path("version").asText()).matches("[0-9a-f]{12}");
        assertThat(view.path("loaded_at").asText()).endsWith("Z");
        assertThat(view.path("files").toString()).isEqualTo("[\"catalog.yaml\"]");
        assertThat(view.path("error").isNull()).isTrue();
        assertThat(view.path("offline").asBoolean()).isTrue();
        assertThat(view.path("chains").path("production").toString())
                .isEqualTo("[\"first\",\"second\"]");
        assertThat(view.path("aliases").path("both")).hasSize(2);
        assertThat(view.path("routing").path("strategy").asText()).isEqualTo("priority");
        JsonNode first =
                StreamSupport.stream(view.path("providers").spliterator(), false)
                        .filter(provider -> provider.path("name").asText().equals("first"))
                        .findFirst()
                        .orElseThrow();
        assertThat(first.path("base_url").asText()).startsWith("http://127.0.0.1:");
        assertThat(first.path("models")).hasSize(3);
    }

    @Test
    void aProviderThatIsAddedServesWithoutARestart() throws IOException {
        // Given
        signalbox.script("first", Script.DEFAULT);
        Path swap = Files.writeString(file.resolveSibling("catalog.yaml.new"), withNewcomer());

        // When its file is replaced, as editors do
        Files.move(swap, file, StandardCopyOption.ATOMIC_MOVE);
        JsonNode view = await(seen -> !seen.path("version").asText().equals(originalVersion));

        // Then it answers, and nothing secret shows
        Answer answer =
                Eventually.get(
                        LIMIT,
                        () ->
                                http.post(
                                        "/chat/completions",
                                        Requests.chat("newcomer/small", "hello").toString()),
                        seen -> seen.status() == 200);
        assertThat(answer.header("x-signalbox-candidate")).isEqualTo("newcomer/small");
        assertThat(view.findValuesAsText("name")).contains("newcomer");
        assertThat(view.path("providers").findValuesAsText("keys")).contains("2");
        assertThat(view.toString()).doesNotContain(PLANTED, "/target/it");
        assertThat(http.get("/models").body()).contains("newcomer/small").doesNotContain(PLANTED);
    }

    @Test
    void whatIsSwitchedOffIsNotAskedByJobsThatWaitForIt() throws IOException, InterruptedException {
        // Given a provider that takes one call at a time, and two jobs that were ordered
        SimulatedProvider narrow = signalbox.script("narrow", Script.DEFAULT);
        JobCaller jobs = new JobCaller(http);
        narrow.hold();
        String first = jobs.submit(Requests.job("narrow/small", "is called"));
        assertThat(narrow.await(counts -> counts.inFlight() == 1, LIMIT)).isTrue();
        String second = jobs.submit(Requests.job("narrow/small", "must not get out"));
        Eventually.get(
                LIMIT,
                () -> http.get("/jobs/" + second).json(),
                job -> job.path("plan").isObject());

        // When
        Files.writeString(file, switchedOff("narrow"));
        await(seen -> !seen.path("version").asText().equals(originalVersion));
        narrow.release();

        // Then
        assertThat(jobs.ended(first).path("status").asText()).isEqualTo("succeeded");
        JsonNode refused = jobs.ended(second);
        assertThat(refused.path("status").asText()).isEqualTo("failed");
        assertThat(refused.toString()).contains("narrow is switched off in the catalog");
        assertThat(narrow.counts().requests()).hasSize(1);
    }

    private String switchedOff(String provider) {
        int at = original.indexOf("\n  " + provider + ":\n");
        int enabled = original.indexOf("enabled: true", at);
        return original.substring(0, enabled)
                + "enabled: false"
                + original.substring(enabled + "enabled: true".length());
    }

    @Test
    void aProviderThatIsRemovedIsNotTriedAnyMore() throws IOException {
        // Given
        Files.writeString(file, withNewcomer());
        await(seen -> seen.findValuesAsText("name").contains("newcomer"));

        // When
        Files.writeString(file, original);
        await(seen -> !seen.findValuesAsText("name").contains("newcomer"));

        // Then
        Answer answer =
                http.post("/chat/completions", Requests.chat("newcomer/small", "hello").toString());
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void aBadEditIsToldWithAllItsMistakesAndTheOldOneServesOn() throws IOException {
        // Given
        signalbox.script("first", Script.DEFAULT);

        // When
        Files.writeString(
                file,
                withNewcomer()
                                .replace("dialect: openai\n    base", "dialect: klingon\n    base")
                                .replace("priority: 90", "priority: " + PLANTED)
                        + "\nofline: true\n");
        JsonNode view = await(seen -> !seen.path("error").isNull());

        // Then
        assertThat(view.path("version").asText()).isEqualTo(originalVersion);
        JsonNode problems = view.path("error").path("problems");
        assertThat(problems.findValuesAsText("path"))
                .contains("ofline", "providers.newcomer.priority");
        assertThat(problems.findValuesAsText("file")).containsOnly("catalog.yaml");
        assertThat(problems.findValues("line")).allMatch(line -> line.asInt() > 1);
        assertThat(view.toString()).doesNotContain("planted-in", "planted-header");
        assertThat(
                        http.post(
                                        "/chat/completions",
                                        Requests.chat("first/small", "hello").toString())
                                .status())
                .isEqualTo(200);
    }
}
