package io.signalbox.catalog.yaml;

import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one kind of value is written.
 *
 * @param description completes "… is not": {@code a duration such as 30s}
 * @param parser text to value; throws whatever it likes where the text is not of that form
 * @param secret the text is never shown
 */
public record Form<T>(String description, Function<String, T> parser, boolean secret) {

    /** Space around the text does not count. */
    public static <T> Form<T> of(String description, Function<String, T> parser) {
        return new Form<>(description, text -> parser.apply(text.strip()), false);
    }

    /** The text as it is, space included. */
    public static <T> Form<T> exact(String description, Function<String, T> parser) {
        return new Form<>(description, parser, false);
    }

    /** The same, for values that no message may show. */
    public Form<T> hidden() {
        return new Form<>(description, parser, true);
    }

    /** Whether a text is of this form. */
    public boolean isSatisfiedBy(String text) {
        return parse(text).isPresent();
    }

    /** Empty where the text is not of this form. */
    Optional<T> parse(String text) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
