package io.signalbox.catalog;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The wire format that a provider speaks: one of the {@link #SHIPPED} ones, or one of an operator's
 * own, which a class in the worker serves. Those begin with {@code x-}, so that a misspelt name is
 * told from them.
 *
 * @param wireName as the catalog has it, in lower case
 */
public record Dialect(String wireName) {

    private static final Pattern OWN = Pattern.compile("x-[a-z0-9][a-z0-9_-]{0,62}");
    private static final String LATEST = ":latest";

    public static final Dialect ANTHROPIC = new Dialect("anthropic");
    public static final Dialect OPENAI = new Dialect("openai");
    public static final Dialect GEMINI = new Dialect("gemini");
    public static final Dialect OLLAMA = new Dialect("ollama");
    public static final Dialect MISTRAL = new Dialect("mistral");

    public static final List<Dialect> SHIPPED = List.of(ANTHROPIC, OPENAI, GEMINI, OLLAMA, MISTRAL);

    /** What {@link #of} takes, in words. */
    public static final String NAMES =
            "one of "
                    + SHIPPED.stream().map(Dialect::wireName).collect(Collectors.joining(", "))
                    + ", or x-<name> for one of your own";

    /**
     * @throws IllegalArgumentException if it is neither a shipped one's name nor an own one's
     */
    public static Dialect of(String name) {
        Dialect dialect = new Dialect(name.toLowerCase(Locale.ROOT));
        if (!SHIPPED.contains(dialect) && !OWN.matcher(dialect.wireName()).matches()) {
            throw new IllegalArgumentException("'%s' is not %s".formatted(name, NAMES));
        }
        return dialect;
    }

    /** The one id of a model that has several: to Ollama {@code x} and {@code x:latest} are one. */
    public String modelId(String id) {
        return equals(OLLAMA) && id.endsWith(LATEST)
                ? id.substring(0, id.length() - LATEST.length())
                : id;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
