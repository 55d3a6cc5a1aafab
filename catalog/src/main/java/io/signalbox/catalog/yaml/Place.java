package io.signalbox.catalog.yaml;

/**
 * Where something is written.
 *
 * @param file as shown to people
 * @param line from 1; 0 for the file as a whole
 */
public record Place(String file, int line) {}
