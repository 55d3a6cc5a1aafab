package io.signalbox.apiworker.search;

import java.util.regex.Pattern;

/** Foreign text as one line of visible characters. */
final class OneLine {

    /** What is not seen: direction marks, joiners, tag characters, half characters. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\p{Co}\\p{Cs}]+");

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

    private OneLine() {}

    /**
     * @param maxChars a longer text is cut, and ends in an ellipsis
     */
    static String of(String text, int maxChars) {
        String line = SPACE.matcher(UNSEEN.matcher(text).replaceAll("")).replaceAll(" ").strip();
        if (line.length() <= maxChars) {
            return line;
        }
        int end = maxChars - 1;
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
