package io.signalbox.apiworker.provider.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.event.ProviderListing;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ListReaderTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ENTRY =
            "dialect: openai, base_url: \"@url@\", api_keys: [old, good]";

    private final FakeServer server = new FakeServer();
    private final Question question = new Question();
    private final ListReader reader = new ListReader(question);

    /** A list in pages, each naming the next one. */
    private static final ModelList PAGES =
            new ModelList() {
                @Override
                public URI address(URI baseUrl) {
                    return URI.create(baseUrl + "/1");
                }

                @Override
                public List<String> ids(JsonNode answer) {
                    List<String> ids = new ArrayList<>();
                    answer.path("ids").forEach(id -> ids.add(id.asText()));
                    return ids;
                }

                @Override
                public Optional<URI> next(URI baseUrl, JsonNode answer) {
                    return answer.has("next")
                            ? Optional.of(URI.create(baseUrl + answer.get("next").asText()))
                            : Optional.empty();
                }
            };

    @AfterEach
    void close() throws IOException {
        question.close();
        server.close();
    }

    @Test
    void pagesAreReadToTheEnd() {
        server.on("/1", "{\"ids\":[\"a\",\"b\"],\"next\":\"/2\"}")
                .on("/2", "{\"ids\":[\"b\",\"c\"]}");

        assertThat(listed()).containsExactly("a", "b", "c");
    }

    @Test
    void aListWithoutEndIsGivenUp() {
        server.on("/1", "{\"ids\":[\"a\"],\"next\":\"/1\"}");

        assertThat(listed()).containsExactly("a");
        assertThat(server.asked()).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void aRefusedKeyIsFollowedByTheNext() {
        server.on("/1", "{\"ids\":[\"a\"]}").onlyFor("good");

        assertThat(listed()).containsExactly("a");
    }

    @Test
    void aBrokenPageIsNoList() {
        server.on("/1", "{\"ids\":[\"a\"],\"next\":\"/2\"}").on("/2", "<html>");

        assertThat(read())
                .isEqualTo(new ListReader.Outcome.Silent("the answer is not JSON", false));
    }

    @Test
    void aStatusIsToldWithoutWhatCameWithIt() {
        server.on("/1", 500, "{\"error\":\"key good is bad\"}");

        assertThat(read()).isEqualTo(new ListReader.Outcome.Refused(500));
    }

    @Test
    void aReportStaysSmallHoweverMuchWasFound() {
        List<ListedModel> many =
                IntStream.range(0, 5_000)
                        .mapToObj(number ->
                                new ListedModel(
                                        "m".repeat(250) + number,
                                        1L,
                                        1L,
                                        null,
                                        List.of("chat"),
                                        List.of("tools"),
                                        null,
                                        "s".repeat(250),
                                        null))
                        .toList();
        FoundModels found = new FoundModels();
        ToldModels told = new ToldModels(found, new WorkLog());
        found.put(new Found(server.provider("p", ENTRY), many, Instant.EPOCH, null, null));

        ProviderReport report =
                new ProviderReport("w", "p", true, null, null, told.ids("p"), 1, Instant.EPOCH)
                        .withListing(told.listing("p"));

        assertThat(report.models()).isNotEmpty();
        assertThat(report.listing()).isNotNull();
        assertThat(report.listing().models()).isNotEmpty();
        assertThat(Json.bytes(report).length)
                .isLessThan(ProviderListing.MAX_BYTES + 2 * ProviderReport.MAX_MODEL_CHARS);
    }

    private List<String> listed() {
        return read() instanceof ListReader.Outcome.Listed listed
                ? listed.models().stream().map(ListedModel::id).toList()
                : List.of();
    }

    private ListReader.Outcome read() {
        Provider provider = server.provider("p", ENTRY);
        return reader.read(provider, PAGES, LIMIT);
    }
}
