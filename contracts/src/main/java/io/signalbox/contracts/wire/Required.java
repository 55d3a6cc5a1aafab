package io.signalbox.contracts.wire;

import org.jspecify.annotations.Nullable;

/** Checks in the records' constructors, so that JSON without a field is no record. */
public final class Required {

    private Required() {}

    /**
     * @param name the field's name in JSON
     * @throws IllegalArgumentException if it is missing; the message names it
     */
    public static void field(String name, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("the field '%s' is missing or null".formatted(name));
        }
    }
}
