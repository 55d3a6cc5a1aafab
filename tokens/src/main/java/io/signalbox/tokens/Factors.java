package io.signalbox.tokens;

/**
 * A family's tokens, as multiples of its base's, by what is counted: Latin prose, code, and three
 * other scripts.
 */
record Factors(double prose, double code, double han, double kana, double letters) {

    static final Factors NONE = new Factors(1, 1, 1, 1, 1);

    /** One that nothing is known of but prose and code. */
    static Factors of(double prose, double code) {
        return new Factors(prose, code, prose, prose, prose);
    }

    /** For a text that has some of each, in its shares. */
    double on(RoughCount text) {
        double latin = prose + (code - prose) * text.codeShare();
        if (text.tokens() == 0) {
            return latin;
        }
        ScriptTokens others = text.scripts();
        double plain = text.tokens() - others.total();
        return (plain * latin
                        + others.han() * han
                        + others.kana() * kana
                        + others.letters() * letters)
                / text.tokens();
    }
}
