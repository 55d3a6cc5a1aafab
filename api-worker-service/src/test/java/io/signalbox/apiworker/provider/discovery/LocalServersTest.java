package io.signalbox.apiworker.provider.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.call.RawServer;
import io.signalbox.apiworker.call.ollama.OllamaDialectClient;
import io.signalbox.apiworker.call.openai.OpenAiDialectClient;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.event.ListedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LocalServersTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String VLLM = "dialect: openai, base_url: \"@url@/v1\", local: true";
    private static final String OLLAMA = "dialect: ollama, base_url: \"@url@\", local: true";

    private static final String HEADERS_ONLY =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";

    private final FakeServer server = new FakeServer();
    private final Question question = new Question();
    private final FoundModels found = new FoundModels();
    private final LocalServers locals =
            new LocalServers(new ListReader(question), question, found, LIMIT, LIMIT);
    private final UpstreamHttp http = new UpstreamHttp();
    private final Semaphore news = new Semaphore(0);

    @AfterEach
    void close() throws IOException {
        http.close();
        question.close();
        server.close();
    }

    @Test
    void aServerThatListsItsModelsIsThere() {
        server.on("/v1/models", "{\"data\":[{\"id\":\"m\",\"max_model_len\":4096}]}")
                .on("/health", "{}");
        Provider vllm = server.provider("vllm", VLLM);

        assertThat(look(vllm)).isInstanceOf(LocalServers.Look.There.class);
        assertThat(found("vllm").models())
                .extracting(ListedModel::contextWindow)
                .containsExactly(4_096L);
        assertThat(found("vllm").listedAt()).isNotNull();
    }

    @Test
    void aServerThatStillLoadsItsModelsIsNotUsableYet() {
        server.on("/v1/models", "{\"data\":[{\"id\":\"m\"}]}")
                .on("/readyz", 503, "{\"status\":\"starting\"}");
        Provider localAi = server.provider("localai", VLLM);

        assertThat(look(localAi))
                .isInstanceOfSatisfying(
                        LocalServers.Look.Starting.class,
                        it -> assertThat(it.reason()).contains("still starting"));

        server.on("/readyz", "{}");
        assertThat(look(localAi)).isInstanceOf(LocalServers.Look.There.class);
    }

    @Test
    void anOlderServerWithoutAReadinessPathIsReadyWhenItLists() {
        server.on("/v1/models", "{\"data\":[]}");

        assertThat(look(server.provider("localai", VLLM)))
                .isInstanceOf(LocalServers.Look.There.class);
    }

    @Test
    void aServerThatRefusesIsNotUsableAndTheReasonIsWhatItSaid() {
        server.on("/v1/models", 401, "{}");
        Provider vllm = server.provider("vllm", VLLM);

        assertThat(look(vllm))
                .isEqualTo(
                        new LocalServers.Look.NotThere(
                                "the server at %s answers 401 where it should list its models"
                                        .formatted(vllm.baseUrl())));
    }

    @Test
    void whereNobodyListensThereIsNoServer() throws IOException {
        try (Socket taken = new Socket()) {
            // Bound, so that nobody else gets the port, and not listening.
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String url = "http://127.0.0.1:" + taken.getLocalPort();
            Provider vllm = server.provider("vllm", VLLM.replace("@url@", url));

            assertThat(look(vllm)).isInstanceOf(LocalServers.Look.NotThere.class);
        }
        assertThat(found("vllm").problem()).isEqualTo("no connection");
        assertThat(found("vllm").listedAt()).isNull();
    }

    @Test
    void aModelIsDescribedAsideOnceUntilTheListChanges() throws InterruptedException {
        server.on("/api/tags", "{\"models\":[{\"model\":\"a\"}]}")
                .on("/api/ps", "{\"models\":[]}")
                .on("/api/version", "{\"version\":\"0.12.9\"}")
                .on(
                        "/api/show",
                        """
                        {"model_info":{"general.architecture":"q","q.context_length":40960}}\
                        """);
        locals.onNews(news::release);
        Provider ollama = server.provider("ollama", OLLAMA);

        look(ollama);
        awaitNews();
        look(ollama);
        look(ollama);

        assertThat(found("ollama").models().getFirst().contextWindow()).isEqualTo(40_960);
        assertThat(found("ollama").version()).isEqualTo("0.12.9");
        assertThat(server.asked()).filteredOn("/api/show"::equals).hasSize(1);

        server.on("/api/tags", "{\"models\":[{\"model\":\"a\"},{\"model\":\"b\"}]}");
        look(ollama);
        assertThat(found("ollama").models())
                .as("what is known stays, what is new is not described yet")
                .extracting(ListedModel::contextWindow)
                .containsExactly(40_960L, null);
        awaitNews();
        look(ollama);
        assertThat(found("ollama").models().getLast().contextWindow()).isEqualTo(40_960);
    }

    @Test
    void aKnownServerMayBeLateAFewTimesAndAnUnknownOneIsGivenMoreTimeAside()
            throws InterruptedException {
        // Given a server that answers when it is told to
        LocalServers hasty =
                new LocalServers(
                        new ListReader(question), question, found, Duration.ofMillis(200), LIMIT);
        hasty.onNews(news::release);
        server.on("/v1/models", "{\"data\":[{\"id\":\"m\"}]}");
        Provider vllm = server.provider("vllm", VLLM);

        // When it is late, and answers later
        server.hold();
        assertThat(look(hasty, vllm)).isInstanceOf(LocalServers.Look.NotThere.class);
        assertThat(found("vllm").problem()).isEqualTo("no answer within 200 ms");
        server.release();
        awaitNews();

        // Then
        assertThat(found("vllm").models()).extracting(ListedModel::id).containsExactly("m");
        server.hold();
        for (int late = 1; late <= 3; late++) {
            assertThat(look(hasty, vllm))
                    .as("late %d", late)
                    .isInstanceOf(LocalServers.Look.There.class);
        }
        assertThat(look(hasty, vllm)).isInstanceOf(LocalServers.Look.NotThere.class);
        server.release();
    }

    /** The JDK's limit of a request is over with the headers: before 26 it never ended this. */
    @Test
    void aServerThatStopsAfterItsHeadersIsLateAndItsConnectionIsClosed() throws IOException {
        // Given
        LocalServers hasty =
                new LocalServers(
                        new ListReader(question), question, found, Duration.ofMillis(200), LIMIT);
        CompletableFuture<Long> closed = new CompletableFuture<>();
        try (RawServer stalling =
                new RawServer(connection -> connection.raw(HEADERS_ONLY).hang(closed))) {
            Provider vllm =
                    server.provider("vllm", VLLM.replace("@url@", stalling.url().toString()));

            // When
            LocalServers.Look look = look(hasty, vllm);

            // Then
            assertThat(look).isInstanceOf(LocalServers.Look.NotThere.class);
            assertThat(found("vllm").problem()).isEqualTo("no answer within 200 ms");
            assertThat(closed.join()).isPositive();
        }
    }

    private void awaitNews() throws InterruptedException {
        assertThat(news.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    private LocalServers.Look look(Provider provider) {
        return look(locals, provider);
    }

    private LocalServers.Look look(LocalServers servers, Provider provider) {
        ModelList dialect =
                provider.dialect().equals(Dialect.OLLAMA)
                        ? new OllamaDialectClient(http, InstantSource.system()).modelList()
                        : new OpenAiDialectClient(http, InstantSource.system()).modelList();
        return servers.look(provider, dialect);
    }

    private Found found(String provider) {
        return found.of(provider).orElseThrow();
    }
}
