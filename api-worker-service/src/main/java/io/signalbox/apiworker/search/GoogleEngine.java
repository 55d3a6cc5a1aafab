package io.signalbox.apiworker.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.wire.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Google's Custom Search JSON API. Wire facts: developers.google.com/custom-search/v1/using_rest
 * and /reference/rest/v1/Search ({@code items[].title, link, snippet}; no {@code items} where
 * nothing was found). Google takes no new customers; those it has keep it until 2027-01-01.
 */
final class GoogleEngine implements SearchEngine {

    private static final int MOST = 10;

    private final URI address;
    private final String cx;
    private final Supplier<Optional<Secret>> key;

    /**
     * @param key asked for each search
     */
    GoogleEngine(URI address, String cx, Supplier<Optional<Secret>> key) {
        this.address = address;
        this.cx = cx;
        this.key = key;
    }

    @Override
    public String name() {
        return "google";
    }

    @Override
    public Optional<HttpRequest.Builder> request(String query, int maxResults) {
        return key.get()
                .map(secret ->
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "%s?key=%s&cx=%s&num=%d&q=%s"
                                                        .formatted(
                                                                address,
                                                                Urls.encoded(secret.reveal()),
                                                                Urls.encoded(cx),
                                                                Math.min(maxResults, MOST),
                                                                Urls.encoded(query))))
                                .setHeader("Accept", "application/json")
                                .setHeader("User-Agent", "signalbox"));
    }

    @Override
    public Findings read(Answer answer) {
        JsonNode json = JsonAnswers.read(answer);
        if (answer.status() != 200 || !json.isObject() || json.has("error")) {
            return JsonAnswers.noResults(name(), answer);
        }
        JsonNode items = json.path("items");
        return JsonAnswers.findings(
                name(),
                items.isArray() ? items : Json.mapper().createArrayNode(),
                "title",
                "link",
                "snippet");
    }
}
