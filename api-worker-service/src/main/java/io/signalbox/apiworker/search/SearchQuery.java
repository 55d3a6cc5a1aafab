package io.signalbox.apiworker.search;

import java.util.regex.Pattern;

/** What an engine is asked, made of a question. */
final class SearchQuery {

    /** Longer questions are cut, in characters; DuckDuckGo takes 499 at most. */
    static final int MAX_CHARS = 400;

    /** Longer texts are not looked at as a whole, in characters. */
    private static final int LOOKED_AT = 4 * MAX_CHARS;

    /**
     * At the head of a word these are commands (DuckDuckGo's and SearXNG's bangs), which would send
     * the question elsewhere.
     */
    private static final Pattern COMMANDS = Pattern.compile("(?<!\\S)[!\\\\]+");

    private SearchQuery() {}

    /** One line; empty where the question has no text. */
    static String of(String question) {
        String begin = question.strip();
        begin = begin.substring(0, Math.min(begin.length(), LOOKED_AT));
        return OneLine.of(COMMANDS.matcher(begin).replaceAll(""), MAX_CHARS);
    }
}
