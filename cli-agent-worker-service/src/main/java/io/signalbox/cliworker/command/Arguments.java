package io.signalbox.cliworker.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry's arguments with their placeholders filled. One without a value is left out, and with it
 * the flag before it. A prompt can never become an option: where it begins an argument and itself
 * begins with a dash, a space goes before it, unless a {@code --} stands before that argument,
 * after which there are no options (docs/decisions/036).
 */
final class Arguments {

    private static final String END_OF_OPTIONS = "--";
    private static final Pattern CONDITION = Pattern.compile("\\{\\?([a-z][a-z0-9_]*)\\}");

    private final PlaceholderValues values;

    Arguments(PlaceholderValues values) {
        this.values = values;
    }

    List<String> fill(List<String> templates) {
        List<String> filled = new ArrayList<>();
        boolean flagBefore = false;
        boolean optionsEnded = false;
        for (String written : templates) {
            Matcher condition = CONDITION.matcher(written);
            boolean conditional = condition.lookingAt();
            String template = conditional ? written.substring(condition.end()) : written;
            boolean there = !conditional || values.has(condition.group(1));
            String argument = there ? values.fill(template, Set.of()) : null;
            if (argument != null) {
                filled.add(optionsEnded ? argument : notAnOption(template, argument));
            } else if (flagBefore && there) {
                filled.removeLast();
            }
            flagBefore = argument != null && isFlag(template);
            optionsEnded |= END_OF_OPTIONS.equals(argument);
        }
        return filled;
    }

    /** Whether the next argument may be its value: a placeholder of its own makes it whole. */
    private static boolean isFlag(String template) {
        return template.length() > 1
                && template.startsWith("-")
                && !template.equals(END_OF_OPTIONS)
                && template.indexOf('{') < 0;
    }

    private static String notAnOption(String template, String argument) {
        boolean promptFirst = template.startsWith("{" + PlaceholderValues.PROMPT + "}");
        return promptFirst && argument.startsWith("-") ? " " + argument : argument;
    }
}
