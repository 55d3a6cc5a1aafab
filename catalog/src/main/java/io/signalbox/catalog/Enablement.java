package io.signalbox.catalog;

/** {@code auto}: on where a key is present or the local server answers. */
public enum Enablement {
    AUTO,
    ON,
    OFF
}
