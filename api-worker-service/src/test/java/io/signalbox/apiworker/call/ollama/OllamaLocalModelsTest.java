package io.signalbox.apiworker.call.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.LocalModels;
import io.signalbox.apiworker.call.LocalModels.Progress;
import io.signalbox.apiworker.call.RawServer;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OllamaLocalModelsTest {

    private static final String HEADER_KEY = "0f4e8a17c2b94d56";

    private final UpstreamHttp http = new UpstreamHttp();
    private final LocalModels models =
            new OllamaDialectClient(http, InstantSource.system()).localModels().orElseThrow();
    private final List<Progress> steps = new ArrayList<>();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void aPullIsToldStepByStep() throws IOException {
        Optional<String> problem =
                pulled(
                        200,
                        """
                        {"status":"pulling manifest"}
                        {"status":"pulling 1194192cf2a1","digest":"sha256:1194","total":100,"completed":40}
                        {"status":"success"}
                        """);

        assertThat(problem).isEmpty();
        assertThat(steps)
                .containsExactly(
                        new Progress("pulling manifest", null, null),
                        new Progress("pulling 1194192cf2a1", 40L, 100L),
                        new Progress("success", null, null));
    }

    @Test
    void anErrorInTheStreamIsTheReason() throws IOException {
        assertThat(
                        pulled(
                                200,
                                """
                                {"status":"pulling manifest"}
                                {"error":"pull model manifest: file does not exist"}
                                """))
                .contains("pull model manifest: file does not exist");
    }

    @Test
    void aStreamThatBreaksOffIsNoSuccess() throws IOException {
        assertThat(pulled(200, "{\"status\":\"pulling manifest\"}\n"))
                .contains("the server broke off before the model was whole");
    }

    @Test
    void whatIsNoLineOfJsonIsSaidSo() throws IOException {
        assertThat(pulled(200, "pulling\n")).contains("a line of the answer is not JSON");
    }

    @Test
    void aStatusIsTheReason() throws IOException {
        assertThat(pulled(400, "{\"error\":\"invalid model name\"}"))
                .contains("status 400: invalid model name");
    }

    @Test
    void aServerThatEchoesAConfiguredKeyGivesNothingAway() throws IOException {
        assertThat(pulled(401, "{\"error\":\"no such key: %s\"}".formatted(HEADER_KEY)))
                .contains("status 401: no such key: ***");
        assertThat(
                        pulled(
                                200,
                                "{\"status\":\"with %s\"}\n{\"error\":\"not with %s\"}\n"
                                        .formatted(HEADER_KEY, HEADER_KEY)))
                .contains("not with ***");
        assertThat(steps).containsExactly(new Progress("with ***", null, null));
    }

    @Test
    void loadKeepsAndUnloadLetsGo() throws IOException {
        assertThat(asked(provider -> models.load(provider, "qwen3")))
                .isEqualTo("{\"model\":\"qwen3\",\"keep_alive\":-1,\"stream\":false}");
        assertThat(asked(provider -> models.unload(provider, "qwen3")))
                .isEqualTo("{\"model\":\"qwen3\",\"keep_alive\":0,\"stream\":false}");
    }

    private Optional<String> pulled(int status, String body) throws IOException {
        try (RawServer server =
                new RawServer(it -> it.answer(status, "application/x-ndjson", body))) {
            Provider ollama = Requests.ollama(server.url());
            return models.pull(
                    Requests.withHeaders(ollama, Map.of("api-key", HEADER_KEY)), "m", steps::add);
        }
    }

    private static String asked(Function<Provider, Optional<String>> call) throws IOException {
        CompletableFuture<RawServer.Request> request = new CompletableFuture<>();
        try (RawServer server =
                new RawServer(it -> {
                    request.complete(it.request());
                    it.answer(200, "application/json", "{\"done\":true,\"done_reason\":\"load\"}");
                })) {
            assertThat(call.apply(Requests.ollama(server.url()))).isEmpty();
        }
        assertThat(request.join().line()).startsWith("POST /api/generate ");
        return Json.mapper().readTree(request.join().body()).toString();
    }
}
