package io.signalbox.catalog.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong, so that all of it can be told at once. Not thread-safe. */
public final class Problems {

    private static final Comparator<Problem> READING_ORDER =
            Comparator.comparing(Problem::file).thenComparingInt(Problem::line);

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    public void error(Place place, String path, String message) {
        errors.add(new Problem(place.file(), place.line(), path, message));
    }

    /** Something odd that does not stop the load. */
    public void warning(Place place, String path, String message) {
        warnings.add(new Problem(place.file(), place.line(), path, message));
    }

    /** By file, then by line. */
    public List<Problem> errors() {
        return errors.stream().sorted(READING_ORDER).distinct().toList();
    }

    /** By file, then by line. */
    public List<Problem> warnings() {
        return warnings.stream().sorted(READING_ORDER).distinct().toList();
    }
}
