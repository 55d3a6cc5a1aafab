package io.signalbox.catalog.yaml;

/**
 * A value with where it stands, for checks that come later.
 *
 * @param substituted whether it came out of a variable: then it is never shown
 */
public record Located<T>(T value, Place place, String path, boolean substituted) {

    @Override
    public String toString() {
        return "Located[" + path + ", " + place + "]";
    }
}
