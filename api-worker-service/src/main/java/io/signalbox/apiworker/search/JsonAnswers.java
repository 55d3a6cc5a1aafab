package io.signalbox.apiworker.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.signalbox.apiworker.search.Findings.Lack;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads what engines answer in JSON. */
final class JsonAnswers {

    private JsonAnswers() {}

    /** A missing node where it is no JSON. */
    static JsonNode read(SearchEngine.Answer answer) {
        try {
            JsonNode json = Json.mapper().readTree(answer.body());
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    static Findings noResults(String engine, SearchEngine.Answer answer) {
        return answer.status() == 200
                ? new Findings.Nothing(
                        Lack.UNREADABLE, engine + " answered with something else than results")
                : new Findings.Nothing(
                        Lack.REFUSED, "%s answered %d".formatted(engine, answer.status()));
    }

    static Findings findings(
            String engine, JsonNode results, String title, String url, String snippet) {
        List<Source> sources =
                StreamSupport.stream(results.spliterator(), false)
                        .flatMap(result ->
                                Source.of(
                                        result.path(title).asText(),
                                        result.path(url).asText(),
                                        result.path(snippet).asText())
                                        .stream())
                        .toList();
        return sources.isEmpty()
                ? new Findings.Nothing(Lack.EMPTY, engine + " found nothing")
                : new Findings.Found(sources);
    }
}
