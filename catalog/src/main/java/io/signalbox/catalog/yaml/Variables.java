package io.signalbox.catalog.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${NAME}</code> and <code>${NAME:default}</code> in every value, once (what comes
 * out of a variable is taken as it is). A variable that is empty counts as unset where there is a
 * default. A value of which nothing is left is absent. <code>$${</code> stands for the characters.
 */
public final class Variables {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^{}]*))?\\}|\\$\\{");

    private final Function<String, @Nullable String> environment;
    private final Problems problems;

    public Variables(Function<String, @Nullable String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    public Tree.Mapping replace(Tree.Mapping mapping) {
        return mapping(mapping, "");
    }

    private Tree.Mapping mapping(Tree.Mapping mapping, String path) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        mapping.entries()
                .forEach((key, entry) -> {
                    String keyPath = path.isEmpty() ? key : path + "." + key;
                    Tree value = any(entry.value(), keyPath);
                    entries.put(key, new Tree.Entry(entry.keyPlace(), value));
                });
        return new Tree.Mapping(mapping.place(), entries);
    }

    private Tree any(Tree tree, String path) {
        return switch (tree) {
            case Tree.Mapping mapping -> mapping(mapping, path);
            case Tree.Sequence sequence -> sequence(sequence, path);
            case Tree.Scalar scalar -> scalar(scalar, path);
            case Tree.Broken broken -> broken;
        };
    }

    private Tree sequence(Tree.Sequence sequence, String path) {
        List<Tree> items = new ArrayList<>();
        for (Tree item : sequence.items()) {
            items.add(any(item, path + "[" + items.size() + "]"));
        }
        return new Tree.Sequence(sequence.place(), items);
    }

    private Tree scalar(Tree.Scalar scalar, String path) {
        String text = scalar.value();
        if (text == null || !text.contains("${")) {
            return scalar;
        }
        StringBuilder out = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(text);
        int done = 0;
        while (matcher.find()) {
            String replacement = replacement(matcher, scalar.place(), path);
            if (replacement == null) {
                return new Tree.Broken(scalar.place());
            }
            out.append(text, done, matcher.start()).append(replacement);
            done = matcher.end();
        }
        out.append(text, done, text.length());
        String value = out.isEmpty() ? null : out.toString();
        return new Tree.Scalar(scalar.place(), scalar.written(), value, true);
    }

    private @Nullable String replacement(Matcher matcher, Place place, String path) {
        if (matcher.group().equals("$${")) {
            return "${";
        }
        String name = matcher.group(1);
        if (name == null) {
            problems.error(
                    place,
                    path,
                    "'${' begins a variable: write ${NAME} or ${NAME:default}, or $${ for the characters");
            return null;
        }
        String value = environment.apply(name);
        String fallback = matcher.group(2);
        if (fallback != null) {
            return value == null || value.isEmpty() ? fallback : value;
        }
        if (value == null) {
            problems.error(
                    place,
                    path,
                    "the variable %s is not set: set it, or write ${%s:default}"
                            .formatted(name, name));
        }
        return value;
    }
}
