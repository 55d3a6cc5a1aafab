package io.signalbox.contracts.attempt;

/**
 * Tokens of one attempt, normalised over providers.
 *
 * @param input everything sent, cached included
 * @param cachedRead the part of {@code input} that the provider read from its cache
 * @param cachedWrite the part of {@code input} that the provider wrote to its cache
 * @param output everything generated, reasoning included
 * @param reasoning the part of {@code output} that was thinking
 * @param estimated true: the provider reported nothing, these are our own estimates
 */
public record Usage(
        long input,
        long cachedRead,
        long cachedWrite,
        long output,
        long reasoning,
        boolean estimated) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, false);

    public Usage {
        if (input < 0 || cachedRead < 0 || cachedWrite < 0 || output < 0 || reasoning < 0) {
            throw new IllegalArgumentException(
                    "token counts are 0 or more, got input=%d cachedRead=%d cachedWrite=%d output=%d reasoning=%d"
                            .formatted(input, cachedRead, cachedWrite, output, reasoning));
        }
    }

    /** Input that no cache served or kept, never less than 0. */
    public long freshInput() {
        return Math.max(0, input - cachedRead - cachedWrite);
    }
}
