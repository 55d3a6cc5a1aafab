package io.signalbox.tokens;

import com.knuddels.jtokkit.api.EncodingType;

/**
 * What a text comes to by {@link RoughTokens}.
 *
 * @param tokens of {@code o200k_base}, unless said otherwise
 * @param chars of the text
 * @param marks how many of them are punctuation
 * @param markup how many of the marks are those that Markdown is written with
 * @param furtherDigits how many more tokens its numbers have where each digit is one: OpenAI's
 *     vocabularies take up to three together
 * @param scripts what of the tokens is not plain Latin
 */
record RoughCount(
        double tokens,
        long chars,
        long marks,
        long markup,
        long furtherDigits,
        ScriptTokens scripts) {

    static final RoughCount NONE = new RoughCount(0, 0, 0, 0, 0, ScriptTokens.NONE);

    /** Prose has one mark in thirty characters, code one in eight. */
    private static final double MARKS_OF_PROSE = 0.04;

    private static final double MARKS_OF_CODE = 0.12;

    /** What {@code cl100k_base} has of tokens for one of {@code o200k_base}, by script. */
    private static final double CL100K_HAN = 1.5;

    private static final double CL100K_KANA = 1.35;
    private static final double CL100K_LETTERS = 1.65;
    private static final double CL100K_ACCENTED = 1.3;

    /** So many letters with a mark, of all characters, and the language is not English. */
    private static final double ACCENTED_OF_OTHERS = 0.01;

    RoughCount plus(RoughCount other) {
        return new RoughCount(
                tokens + other.tokens,
                chars + other.chars,
                marks + other.marks,
                markup + other.markup,
                furtherDigits + other.furtherDigits,
                scripts.plus(other.scripts));
    }

    /** The same text in tokens of one of the two vocabularies. */
    RoughCount in(EncodingType base) {
        if (base != EncodingType.CL100K_BASE || chars == 0) {
            return this;
        }
        double plain = tokens - scripts.total();
        double notEnglish = Math.min(1, scripts.accented() / (chars * ACCENTED_OF_OTHERS));
        ScriptTokens more = scripts.times(CL100K_HAN, CL100K_KANA, CL100K_LETTERS);
        return new RoughCount(
                plain * (1 + (CL100K_ACCENTED - 1) * notEnglish) + more.total(),
                chars,
                marks,
                markup,
                furtherDigits,
                more);
    }

    /** As if Markdown's marks were none, so that an answer with lists and bold words is prose. */
    RoughCount besidesMarkup() {
        return new RoughCount(tokens, chars, marks - markup, 0, furtherDigits, scripts);
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
