package io.signalbox.testsupport.simulator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory an agent works in, as its prompt tells the model. The words are those of Claude
 * Code 2.1.329, Codex 0.169.0, Gemini CLI 0.61.0, Qwen Code 0.24.4 and opencode 1.18.33.
 */
final class WorkingDirectory {

    /** What stands for it in a script. */
    static final String PLACEHOLDER = "{cwd}";

    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i)(?:<cwd>|working directory: |working in the directory: |workspace"
                            + " directories:\\W*\\s- )(/[^\\n<]*)");

    private WorkingDirectory() {}

    /**
     * The text with the directory that the conversation names first; unchanged if it names none.
     */
    static String filledIn(String text, String conversation) {
        if (!text.contains(PLACEHOLDER)) {
            return text;
        }
        Matcher named = NAMED.matcher(conversation);
        return named.find() ? text.replace(PLACEHOLDER, named.group(1).strip()) : text;
    }
}
