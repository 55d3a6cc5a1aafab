package io.signalbox.tokens;

import com.knuddels.jtokkit.api.EncodingType;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one text. It is looked through once for all tokenizers, and cut once with each of
 * the vocabularies that they build on. For one thread.
 */
final class TextTokens {

    /**
     * Longer words are not looked up: it would take seconds for a text of a million letters and no
     * blank.
     */
    static final int LONGEST_WORD = 4_096;

    /** Longer texts are not looked up: about half a second for each million characters. */
    static final int LONGEST_TEXT = 1_000_000;

    /** Cuts a text into the words of a vocabulary and counts them. */
    @FunctionalInterface
    interface Cutter {
        int count(EncodingType vocabulary, String text);
    }

    private final String text;
    private final Cutter cutter;
    private final Map<EncodingType, Integer> counted = new EnumMap<>(EncodingType.class);
    private @Nullable RoughCount rough;
    private @Nullable Boolean endlessWord;

    TextTokens(String text) {
        this(text, (vocabulary, cut) -> Vocabularies.get(vocabulary).countTokensOrdinary(cut));
    }

    TextTokens(String text, Cutter cutter) {
        this.text = text;
        this.cutter = cutter;
    }

    /** In characters. */
    int length() {
        return text.length();
    }

    /** Without a vocabulary. */
    RoughCount rough() {
        if (rough == null) {
            rough = RoughTokens.of(text);
        }
        return rough;
    }

    /**
     * With a vocabulary. Blocks while that is loaded. Estimated, and so not exact, is a text of
     * more than a million characters or with a word of more than 4,096.
     */
    TokenCount count(Tokenizer tokenizer) {
        if (text.length() > LONGEST_TEXT || hasEndlessWord()) {
            return new TokenCount(tokenizer.estimate(rough()), false, tokenizer.wireName());
        }
        int ofBase = counted.computeIfAbsent(tokenizer.base(), base -> cutter.count(base, text));
        return new TokenCount(
                tokenizer.tokens(ofBase, rough()), tokenizer.isExact(), tokenizer.wireName());
    }

    private boolean hasEndlessWord() {
        if (endlessWord == null) {
            endlessWord = hasEndlessWord(text);
        }
        return endlessWord;
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
