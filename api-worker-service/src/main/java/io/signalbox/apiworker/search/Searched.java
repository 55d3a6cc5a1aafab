package io.signalbox.apiworker.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.attempt.SearchReport;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Citation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job's conversation after the search that went before its call.
 *
 * @param input as the caller wrote it, with the sources in front of the question where there are
 *     any
 * @param citations the sources
 * @param report what the search came to; null where there was none
 */
public record Searched(ChatInput input, List<Citation> citations, @Nullable SearchReport report) {

    public Searched {
        citations = List.copyOf(citations);
    }

    /** The sources as a result tells them. */
    public List<JsonNode> citationsJson() {
        return citations.stream().map(Citation::json).toList();
    }

    /** Never the prompt. */
    @Override
    public String toString() {
        return "Searched[" + report + "]";
    }
}
