package io.signalbox.apiworker.provider.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.openai.OpenAiDialectClient;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class CloudListsTest {

    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final FakeServer server =
            new FakeServer().on("/v1/models", "{\"data\":[{\"id\":\"m\"}]}");
    private final Question question = new Question();
    private final UpstreamHttp http = new UpstreamHttp();
    private final HandTimer timer = new HandTimer();
    private Catalog current = catalog("", "");
    private final CloudLists lists =
            new CloudLists(
                    () -> current,
                    new ListReader(question),
                    new FoundModels(),
                    Map.of(
                            Dialect.OPENAI,
                            new OpenAiDialectClient(http, InstantSource.system()).modelList()),
                    new Turns(timer, Runnable::run),
                    INTERVAL,
                    LIMIT);

    @AfterEach
    void close() throws IOException {
        timer.shutdownNow();
        http.close();
        question.close();
        server.close();
    }

    @Test
    void aListIsReadAtOnceAndThenInTurn() {
        changeTo("", "");
        timer.pass();
        assertThat(server.asked()).hasSize(1);

        changeTo("", "");
        changeTo("", "");
        assertThat(server.asked()).as("a change elsewhere asks nobody again").hasSize(1);

        timer.pass();
        assertThat(server.asked()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"'', offline: true", "', enabled: false', ''"})
    void aProviderWhoseTurnCameWhileItWasOutIsAskedWhenItIsBack(String entry, String all) {
        // Given a provider that gave its list
        changeTo("", "");
        timer.pass();
        assertThat(server.asked()).hasSize(1);

        // When its turn comes while it is not to be asked
        changeTo(entry, all);
        timer.pass();
        assertThat(server.asked()).hasSize(1);

        // Then it is asked when it is back, and in turn from then on
        changeTo("", "");
        timer.pass();
        assertThat(server.asked()).hasSize(2);
        timer.pass();
        assertThat(server.asked()).hasSize(3);
    }

    private void changeTo(String entry, String all) {
        current = catalog(entry, all);
        lists.follow(current);
    }

    /**
     * One hosted provider, which in truth is here.
     *
     * @param entry more of its entry
     * @param all a setting for all
     */
    private Catalog catalog(String entry, String all) {
        return new CatalogLoader(CatalogEnvironment.of(Map.of()))
                .loadText(
                        "test.yaml",
                        """
                        version: 1
                        providers:
                          cloud: {dialect: openai, base_url: "%s/v1", api_keys: [k]%s}
                        %s
                        """
                                .formatted(server.url(), entry, all));
    }
}
