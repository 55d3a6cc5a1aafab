package io.signalbox.tokens;

/**
 * What a text comes to by {@link RoughTokens}.
 *
 * @param tokens of {@code o200k_base}
 * @param chars of the text
 * @param marks how many of them are punctuation
 * @param furtherDigits how many more tokens its numbers have where each digit is one: OpenAI's
 *     vocabularies take up to three together
 */
record RoughCount(double tokens, long chars, long marks, long furtherDigits) {

    static final RoughCount NONE = new RoughCount(0, 0, 0, 0);

    /** Prose has one mark in thirty characters, code one in eight. */
    private static final double MARKS_OF_PROSE = 0.04;

    private static final double MARKS_OF_CODE = 0.12;

    RoughCount plus(RoughCount other) {
        return new RoughCount(
                tokens + other.tokens,
                chars + other.chars,
                marks + other.marks,
                furtherDigits + other.furtherDigits);
    }

    /** How much of it is code, by its punctuation: 0 to 1. */
    double codeShare() {
        if (chars == 0) {
            return 0;
        }
        double share = (double) marks / chars;
        return Math.clamp((share - MARKS_OF_PROSE) / (MARKS_OF_CODE - MARKS_OF_PROSE), 0, 1);
    }
}
