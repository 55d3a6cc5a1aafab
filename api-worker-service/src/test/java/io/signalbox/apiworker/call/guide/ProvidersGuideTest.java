package io.signalbox.apiworker.call.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.DialectModelCall;
import io.signalbox.apiworker.call.EmbeddingCall;
import io.signalbox.apiworker.call.RawServer;
import io.signalbox.apiworker.call.openai.OpenAiDialectClient;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code docs/providers.md} adds a server and a dialect; here they are added as it says. */
@Timeout(20)
class ProvidersGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "providers.md");

    private static final Path CLASS =
            Path.of("src/test/java", AcmeDialectClient.class.getName().replace('.', '/') + ".java");

    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

    private static final EmbeddingCall NO_VECTORS =
            (request, input, cancel) -> {
                throw new AssertionError("nobody asked for vectors");
            };

    @Test
    void aServerIsAnEntryInTheCatalog() throws IOException {
        try (ProviderSimulator simulator = ProviderSimulator.start();
                UpstreamHttp http = new UpstreamHttp()) {
            simulator.script("acme", Script.builder().requiredKey("key-of-acme").build());
            Catalog catalog =
                    new CatalogLoader(
                                    CatalogEnvironment.of(
                                            Map.of(
                                                    "ACME_BASE_URL",
                                                    simulator.baseUrl("acme"),
                                                    "ACME_API_KEY",
                                                    "key-of-acme")))
                            .loadText("guide.yaml", blocks("yaml").get(0));

            Succeeded succeeded =
                    call(catalog, new OpenAiDialectClient(http, InstantSource.system()));

            assertThat(succeeded.text()).isEqualTo("You said: hello");
            assertThat(succeeded.cost()).isNotNull();
        }
    }

    @Test
    void aDialectIsOneClass() throws IOException {
        CompletableFuture<RawServer.Request> seen = new CompletableFuture<>();
        try (RawServer server =
                        new RawServer(c -> {
                            seen.complete(c.request());
                            c.answer(
                                    200,
                                    "text/event-stream",
                                    "data: {\"choices\":[{\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}\n\n");
                        });
                UpstreamHttp http = new UpstreamHttp()) {
            String yaml =
                    "version: 1\n"
                            + blocks("yaml")
                                    .get(1)
                                    .replace(
                                            "https://llm.acme.example/chat",
                                            server.baseUrl().toString());
            Catalog catalog =
                    new CatalogLoader(CatalogEnvironment.of(Map.of("ACME_API_KEY", "key-of-acme")))
                            .loadText("guide.yaml", yaml);

            Succeeded succeeded = call(catalog, new AcmeDialectClient(http));

            assertThat(succeeded.text()).isEqualTo("hi");
            assertThat(seen.join().headers())
                    .containsEntry("x-acme-key", "key-of-acme")
                    .doesNotContainKey("authorization");
        }
    }

    @Test
    void theGuideShowsThatVeryClass() throws IOException {
        assertThat(blocks("java")).containsExactly(Files.readString(CLASS));
    }

    private static Succeeded call(Catalog catalog, DialectClient client) {
        Provider acme = catalog.providers().get("acme");
        assertThat(acme).isNotNull();
        return (Succeeded)
                new DialectModelCall(List.of(client), NO_VECTORS)
                        .call(
                                new CallRequest(
                                        acme,
                                        acme.apiKeys().getFirst(),
                                        "acme-large",
                                        catalog.model("acme", "acme-large").orElse(null),
                                        ChatInput.of("hello"),
                                        "01JDXXXXXXXXXXXXXXXXXXXXXX/1",
                                        Instant.now().plus(Duration.ofSeconds(20))),
                                DeltaListener.NONE,
                                new CallCancel());
    }

    private static List<String> blocks(String language) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(GUIDE));
        return blocks.results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }
}
