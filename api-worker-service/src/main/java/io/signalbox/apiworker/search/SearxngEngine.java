package io.signalbox.apiworker.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.search.Findings.Lack;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;

/**
 * A SearXNG of the operator's own. Wire facts: docs.searxng.org/dev/search_api.html ({@code GET
 * /search?q=&format=json}; 403 where the settings do not list the format json).
 */
final class SearxngEngine implements SearchEngine {

    private static final int FORBIDDEN = 403;

    private final String base;

    SearxngEngine(URI base) {
        this.base = base.toString().replaceAll("/+$", "");
    }

    @Override
    public String name() {
        return "searxng";
    }

    @Override
    public Optional<HttpRequest.Builder> request(String query, int maxResults) {
        String address = base + "/search?format=json&q=" + Urls.encoded(query);
        return Optional.of(
                HttpRequest.newBuilder(URI.create(address))
                        .setHeader("Accept", "application/json")
                        .setHeader("User-Agent", "signalbox"));
    }

    @Override
    public Findings read(Answer answer) {
        if (answer.status() == FORBIDDEN) {
            return new Findings.Nothing(
                    Lack.REFUSED,
                    "searxng answered 403: its settings must list json under search.formats");
        }
        JsonNode json = JsonAnswers.read(answer);
        JsonNode results = json.path("results");
        if (answer.status() != 200 || !results.isArray()) {
            return JsonAnswers.noResults(name(), answer);
        }
        int silent = json.path("unresponsive_engines").size();
        if (results.isEmpty() && silent > 0) {
            return new Findings.Nothing(
                    Lack.EMPTY,
                    "searxng found nothing: %d of its engines did not answer".formatted(silent));
        }
        return JsonAnswers.findings(name(), results, "title", "url", "content");
    }
}
