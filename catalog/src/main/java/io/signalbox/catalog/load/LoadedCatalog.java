package io.signalbox.catalog.load;

import io.signalbox.catalog.Catalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A catalog with what it was read from.
 *
 * @param files the operator's, in the order in which they were laid over each other; empty for the
 *     shipped defaults alone
 * @param keyFiles named by {@code file:} entries, whether they could be read or not
 */
public record LoadedCatalog(Catalog catalog, List<String> files, Set<Path> keyFiles) {

    public LoadedCatalog {
        files = List.copyOf(files);
        keyFiles = Set.copyOf(keyFiles);
    }
}
