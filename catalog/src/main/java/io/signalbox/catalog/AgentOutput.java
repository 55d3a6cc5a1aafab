package io.signalbox.catalog;

import java.util.Map;
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
 * @param error true, or any text, is a failure
 * @param inputIncludesCached whether cached tokens are in {@code inputTokens} too; default true
 * @param outputIncludesReasoning whether thinking is in {@code outputTokens} too; default true
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
        @Nullable Field error,
        boolean inputIncludesCached,
        boolean outputIncludesReasoning) {

    /** What stdout holds. */
    public enum Format {
        TEXT,
        /** One JSON value. */
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
     * @param path names joined by dots
     * @param select jsonl: value by path that a line must have; empty: the output's own selection
     */
    public record Field(String path, Map<String, String> select, Take take) {

        public Field {
            select = Map.copyOf(select);
        }
    }

    public AgentOutput {
        select = Map.copyOf(select);
    }
}
