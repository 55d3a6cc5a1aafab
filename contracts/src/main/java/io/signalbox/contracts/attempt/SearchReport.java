package io.signalbox.contracts.attempt;

import org.jspecify.annotations.Nullable;

/**
 * What the search before an attempt's call came to. Holds neither the query nor what was found.
 *
 * @param engine {@code searxng}, {@code google} or {@code duckduckgo}; null where none was asked
 * @param results how many sources went in front of the prompt
 * @param failed why there are none, in words a caller may see; null where there are some
 * @param latencyMs how long it took, in milliseconds
 */
public record SearchReport(
        @Nullable String engine, int results, @Nullable String failed, long latencyMs) {}
