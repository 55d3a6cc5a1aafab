package io.signalbox.tokens;

/**
 * What of a {@link RoughCount} is not plain Latin: each family's words of these are its own.
 *
 * @param han tokens of Chinese characters
 * @param kana tokens of Hiragana and Katakana
 * @param letters tokens of all other letters that are not Latin, as Cyrillic and Hangul
 * @param accented how many Latin letters carry a mark
 */
record ScriptTokens(double han, double kana, double letters, long accented) {

    static final ScriptTokens NONE = new ScriptTokens(0, 0, 0, 0);

    double total() {
        return han + kana + letters;
    }

    ScriptTokens plus(ScriptTokens other) {
        return new ScriptTokens(
                han + other.han,
                kana + other.kana,
                letters + other.letters,
                accented + other.accented);
    }

    ScriptTokens times(double ofHan, double ofKana, double ofLetters) {
        return new ScriptTokens(han * ofHan, kana * ofKana, letters * ofLetters, accented);
    }
}
