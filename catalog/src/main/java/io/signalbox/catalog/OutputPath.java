package io.signalbox.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value stands in JSON: names joined by dots, {@code usage.input_tokens}. A name may be
 * {@code *}, every value of an object or a list. After a name, {@code [*]} is every element of a
 * list, {@code [0]} one of them, and {@code [type=tool_use]} those whose {@code type} is that. So a
 * path leads to none, one or several values. A name that itself has a dot or a bracket cannot be
 * written.
 *
 * @param text as it was written
 */
public record OutputPath(String text, List<Segment> segments) {

    private static final Pattern PART =
            Pattern.compile("([^.\\[\\]=*\\s]+|\\*)((?:\\[[^\\[\\]]*])*)");
    private static final Pattern BRACKET = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final Pattern INDEX = Pattern.compile("\\d{1,6}");
    private static final Pattern CONDITION = Pattern.compile("([^.=*\\s]+)=(.+)");

    /** One step down. */
    public sealed interface Segment {

        /** The value of a key. */
        record Name(String name) implements Segment {}

        /** Every value of an object, every element of a list. */
        record Each() implements Segment {}

        /** One element of a list, from 0 on. */
        record Index(int index) implements Segment {}

        /** The elements of a list that have this text under this key. */
        record Where(String key, String value) implements Segment {}
    }

    public OutputPath {
        segments = List.copyOf(segments);
    }

    /**
     * @throws IllegalArgumentException if the text is no path
     */
    public static OutputPath parse(String text) {
        List<Segment> segments = new ArrayList<>();
        Matcher part = PART.matcher(text);
        int at = 0;
        while (part.region(at, text.length()).lookingAt()) {
            String name = part.group(1);
            segments.add(name.equals("*") ? new Segment.Each() : new Segment.Name(name));
            Matcher bracket = BRACKET.matcher(part.group(2));
            while (bracket.find()) {
                segments.add(inBrackets(bracket.group(1)));
            }
            at = part.end();
            if (at == text.length()) {
                return new OutputPath(text, segments);
            }
            if (text.charAt(at) != '.') {
                break;
            }
            at++;
        }
        throw new IllegalArgumentException("'%s' is no path".formatted(text));
    }

    private static Segment inBrackets(String text) {
        if (text.equals("*")) {
            return new Segment.Each();
        }
        if (INDEX.matcher(text).matches()) {
            return new Segment.Index(Integer.parseInt(text));
        }
        Matcher condition = CONDITION.matcher(text);
        if (condition.matches()) {
            return new Segment.Where(condition.group(1), condition.group(2));
        }
        throw new IllegalArgumentException("'[%s]' is no part of a path".formatted(text));
    }
}
