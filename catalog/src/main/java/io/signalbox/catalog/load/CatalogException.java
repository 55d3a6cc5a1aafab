package io.signalbox.catalog.load;

import io.signalbox.catalog.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A catalog that cannot be used; the message holds every problem, one a line. */
public final class CatalogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final transient Set<Path> keyFiles;

    public CatalogException(List<Problem> problems) {
        this(problems, Set.of());
    }

    /**
     * @param keyFiles as for {@link LoadedCatalog}: a problem may lie in one of them
     */
    public CatalogException(List<Problem> problems, Set<Path> keyFiles) {
        super(message(problems));
        this.problems = List.copyOf(problems);
        this.keyFiles = Set.copyOf(keyFiles);
    }

    /** The files named by {@code file:} entries, as far as they were read for. */
    public Set<Path> keyFiles() {
        return keyFiles;
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
