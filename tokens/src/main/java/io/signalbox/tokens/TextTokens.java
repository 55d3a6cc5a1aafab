package io.signalbox.tokens;

/** The tokens of one text. */
final class TextTokens {

    /**
     * Longer words are not looked up: it would take seconds for a text of a million letters and no
     * blank.
     */
    static final int LONGEST_WORD = 4_096;

    /** Longer texts are not looked up: about half a second for each million characters. */
    static final int LONGEST_TEXT = 1_000_000;

    private TextTokens() {}

    /**
     * With a vocabulary. Blocks while that is loaded. Estimated, and so not exact, is a text of
     * more than a million characters or with a word of more than 4,096.
     */
    static TokenCount count(Tokenizer tokenizer, String text) {
        RoughCount rough = RoughTokens.of(text);
        if (text.length() > LONGEST_TEXT || hasEndlessWord(text)) {
            return new TokenCount(tokenizer.estimate(rough), false, tokenizer.wireName());
        }
        int ofBase = Vocabularies.get(tokenizer.base()).countTokensOrdinary(text);
        return new TokenCount(
                tokenizer.tokens(ofBase, rough), tokenizer.isExact(), tokenizer.wireName());
    }

    /** By kind of character: letters, blanks, and the rest are never in one word. */
    private static boolean hasEndlessWord(String text) {
        if (text.length() <= LONGEST_WORD) {
            return false;
        }
        int kind = -1;
        int length = 0;
        for (int at = 0; at < text.length(); at++) {
            int here = kind(text.charAt(at));
            length = here == kind ? length + 1 : 1;
            kind = here;
            if (length > LONGEST_WORD) {
                return true;
            }
        }
        return false;
    }

    private static int kind(char c) {
        return Character.isLetterOrDigit(c) ? 0 : Character.isWhitespace(c) ? 1 : 2;
    }
}
