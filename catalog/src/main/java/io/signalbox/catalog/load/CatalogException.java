package io.signalbox.catalog.load;

import io.signalbox.catalog.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A catalog that cannot be used; the message holds every problem, one a line. */
public final class CatalogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public CatalogException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** All of them, by file, then by line; at least one. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        return problems.stream()
                .map(Problem::toString)
                .collect(
                        Collectors.joining(
                                "\n",
                                problems.size() == 1
                                        ? "the catalog has a problem:\n"
                                        : "the catalog has %d problems:\n"
                                                .formatted(problems.size()),
                                ""));
    }
}
