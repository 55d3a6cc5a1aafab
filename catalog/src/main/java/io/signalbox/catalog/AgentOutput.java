package io.signalbox.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to read what an agent prints. Every field is null where the agent does not tell.
 *
 * @param format default text
 * @param select jsonl: the lines that fields without a selection of their own are read from
 * @param text the answer; null: all that was printed
 * @param session the id to go on with
 * @param inputTokens see {@code inputIncludesCached}
 * @param outputTokens see {@code outputIncludesReasoning}
 * @param totalTokens input and everything generated: tells reasoning that is told nowhere else
 * @param error true, or any text, is a failure
 * @param errorText what failed, where {@code error} is only a flag
 * @param errorStatus the HTTP status of a model's API that failed
 * @param errorDetail looked at for the class of a failure, and shown to nobody
 * @param denied tools that were refused: one text each, whatever the field's take
 * @param inputIncludesCached whether cached tokens are in {@code inputTokens} too; default true
 * @param outputIncludesReasoning whether thinking is in {@code outputTokens} too; default true
 * @param cumulative what a session that goes on counts from its very beginning
 * @param steps what is told as progress
 * @param finalLine jsonl: lines after which nothing more is to come; empty: the end is the end
 * @param patterns text: what is looked for in every line, by field
 */
public record AgentOutput(
        Format format,
        Map<String, String> select,
        @Nullable Field text,
        @Nullable Field session,
        @Nullable Field costUsd,
        @Nullable Field inputTokens,
        @Nullable Field cachedReadTokens,
        @Nullable Field cachedWriteTokens,
        @Nullable Field outputTokens,
        @Nullable Field reasoningTokens,
        @Nullable Field totalTokens,
        @Nullable Field error,
        @Nullable Field errorText,
        @Nullable Field errorStatus,
        @Nullable Field errorDetail,
        @Nullable Field denied,
        boolean inputIncludesCached,
        boolean outputIncludesReasoning,
        Set<Cumulative> cumulative,
        List<Step> steps,
        List<Map<String, String>> finalLine,
        Map<TextField, TextPattern> patterns) {

    /** What may be counted from a session's beginning. */
    public enum Cumulative {
        TOKENS,
        COST
    }

    /** What patterns find in text. Numbers may be written as 1.6k or 2M: rounded, so estimated. */
    public enum TextField {
        SESSION,
        COST_USD,
        INPUT_TOKENS,
        CACHED_READ_TOKENS,
        CACHED_WRITE_TOKENS,
        OUTPUT_TOKENS,
        REASONING_TOKENS,
        ERROR,
        /** A line after which an error before it does not count: the agent tries again. */
        RECOVERED
    }

    /**
     * @param match a regular expression; its first group, or all of it, is the value
     * @param take never concat; sum of numbers only, and not of those after an error that stands
     */
    public record TextPattern(String match, Take take) {}

    /**
     * @param select the lines that are steps of this kind
     * @param path its text; each value found is a step
     */
    public record Step(Map<String, String> select, Kind kind, String path) {

        public Step {
            select = Map.copyOf(select);
        }
    }

    /** What a step is. */
    public enum Kind {
        /** A tool is used. */
        TOOL,
        /** The agent says something. */
        TEXT,
        /** The agent says how it fares: a retry, a warning. */
        STATUS
    }

    /** What stdout holds. */
    public enum Format {
        TEXT,
        /** One JSON value; a list is read as if its elements were lines. */
        JSON,
        /** One JSON object per line. */
        JSONL
    }

    /** What to do where several lines have the field. */
    public enum Take {
        FIRST,
        /** The default. */
        LAST,
        /** Numbers added up. */
        SUM,
        /** Texts put together. */
        CONCAT
    }

    /**
     * @param path see {@link OutputPath}
     * @param select jsonl: value by path that a line must have; empty: the output's own selection
     * @param since jsonl: lines that make everything before them not count; empty: none
     */
    public record Field(
            String path, Map<String, String> select, Take take, Map<String, String> since) {

        public Field {
            select = Map.copyOf(select);
            since = Map.copyOf(since);
        }

        /** All lines count. */
        public Field(String path, Map<String, String> select, Take take) {
            this(path, select, take, Map.of());
        }
    }

    public AgentOutput {
        select = Map.copyOf(select);
        cumulative = Set.copyOf(cumulative);
        steps = List.copyOf(steps);
        finalLine = finalLine.stream().map(Map::copyOf).toList();
        patterns = Map.copyOf(patterns);
    }
}
