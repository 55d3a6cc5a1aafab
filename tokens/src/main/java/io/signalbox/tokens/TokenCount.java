package io.signalbox.tokens;

/**
 * How many tokens something has.
 *
 * @param exact whether the provider counts the same
 * @param tokenizer who counted, as {@link Tokenizer#wireName}
 */
public record TokenCount(long tokens, boolean exact, String tokenizer) {}
