package io.signalbox.catalog;

import java.util.Objects;

/** Text that never shows: {@link #toString} hides it, JSON does not hold it. */
public final class Secret {

    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** The text itself: for the one header it goes into, and nothing else. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    @Override
    public String toString() {
        return "Secret[***]";
    }
}
