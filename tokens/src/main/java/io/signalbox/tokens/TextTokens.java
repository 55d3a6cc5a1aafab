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

    /** Unicode's U+0085, a blank that is neither among ASCII's nor in the category of blanks. */
    private static final int NEXT_LINE = 0x85;

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
            endlessWord = text.length() > LONGEST_WORD && new WordRuns().anyIsEndless(text);
        }
        return endlessWord;
    }

    /**
     * How long a word may be that ends at the character looked at, by kind: letters, blanks and the
     * rest are never in one word. An accent belongs to what it stands on: the patterns of both
     * vocabularies take one that stands alone for a letter, or for one of the rest.
     */
    private static final class WordRuns {

        private int letters;
        private int blanks;
        private int rest;

        boolean anyIsEndless(String text) {
            for (int at = 0; at < text.length(); ) {
                int point = text.codePointAt(at);
                int chars = Character.charCount(point);
                add(point, chars);
                if (Math.max(letters, Math.max(blanks, rest)) > LONGEST_WORD) {
                    return true;
                }
                at += chars;
            }
            return false;
        }

        private void add(int point, int chars) {
            boolean letter = Character.isLetterOrDigit(point);
            boolean blank = isBlank(point);
            letters = letter || isMark(point) ? letters + chars : 0;
            blanks = blank ? blanks + chars : 0;
            rest = letter || blank ? 0 : rest + chars;
        }

        /** {@code \p{M}} of the patterns. */
        private static boolean isMark(int point) {
            return switch (Character.getType(point)) {
                case Character.NON_SPACING_MARK,
                        Character.COMBINING_SPACING_MARK,
                        Character.ENCLOSING_MARK ->
                        true;
                default -> false;
            };
        }

        /** {@code \s} of the patterns: Unicode's White_Space, the no-break space included. */
        private static boolean isBlank(int point) {
            return Character.isSpaceChar(point)
                    || (point >= '\t' && point <= '\r')
                    || point == NEXT_LINE;
        }
    }
}
