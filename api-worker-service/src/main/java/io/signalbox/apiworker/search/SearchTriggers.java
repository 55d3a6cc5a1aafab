package io.signalbox.apiworker.search;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a job wants a search: by its own word, with {@code auto} by the words of its question.
 */
final class SearchTriggers {

    /** Whole words, in any case; a year is compared with this one. */
    private static final Pattern WORDS =
            Pattern.compile(
                    "\\b(?:latest|recent|current|today|news|update|what['\u2019]s\\s+new|(?<year>\\d{4}))\\b",
                    Pattern.CASE_INSENSITIVE
                            | Pattern.UNICODE_CASE
                            | Pattern.UNICODE_CHARACTER_CLASS);

    private final InstantSource clock;

    /**
     * @param clock says which year it is, in UTC
     */
    SearchTriggers(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param mode {@code on}, {@code off} or {@code auto}; null and anything else is off
     * @param question the text of the last user message
     */
    boolean wants(@Nullable String mode, String question) {
        return "on".equals(mode) || ("auto".equals(mode) && asksForWhatIsNew(question));
    }

    private boolean asksForWhatIsNew(String question) {
        String thisYear = Integer.toString(clock.instant().atOffset(ZoneOffset.UTC).getYear());
        Matcher words = WORDS.matcher(question);
        while (words.find()) {
            String year = words.group("year");
            if (year == null || year.equals(thisYear)) {
                return true;
            }
        }
        return false;
    }
}
