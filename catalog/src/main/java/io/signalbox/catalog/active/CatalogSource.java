package io.signalbox.catalog.active;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogException;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.catalog.load.LoadedCatalog;
import io.signalbox.catalog.load.SourceDigest;
import io.signalbox.catalog.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the catalog of this process comes from. Once a file was found it stays the one that is
 * read, also while it is away; where there was none, it is looked for each time. One thread at a
 * time.
 */
public final class CatalogSource {

    private final CatalogLoader loader;
    private final @Nullable String explicit;
    private volatile @Nullable Path path;

    /** Of what was taken last. */
    private volatile Set<Path> keyFiles = Set.of();

    /** Of what was refused since; none where nothing was. */
    private volatile Set<Path> refusedKeyFiles = Set.of();

    /**
     * @param explicit as for {@link CatalogLoader#locate}
     */
    public CatalogSource(CatalogLoader loader, @Nullable String explicit) {
        this.loader = loader;
        this.explicit = explicit;
    }

    /**
     * Reads everything anew.
     *
     * @throws CatalogException with every problem there is
     */
    public LoadedCatalog load() {
        try {
            LoadedCatalog loaded = loader.loadWithSources(path());
            refuseUnenforced(loaded);
            keyFiles = loaded.keyFiles();
            refusedKeyFiles = Set.of();
            return loaded;
        } catch (CatalogException e) {
            refusedKeyFiles = e.keyFiles();
            throw e;
        }
    }

    /** Also those that only a refused catalog names: it may be one of them that gets mended. */
    private Set<Path> followedKeyFiles() {
        Set<Path> followed = new HashSet<>(keyFiles);
        followed.addAll(refusedKeyFiles);
        return followed;
    }

    /** What would look closed and be open is not taken. */
    private static void refuseUnenforced(LoadedCatalog loaded) {
        Catalog catalog = loaded.catalog();
        if (!catalog.keys().isEmpty()) {
            throw new CatalogException(
                    List.of(
                            new Problem(
                                    String.join(", ", loaded.files()),
                                    0,
                                    "keys",
                                    "this version does not check callers' keys: remove them, or"
                                            + " the suite would look closed and be open")),
                    loaded.keyFiles());
        }
    }

    /** Changes whenever {@link #load} would see something else. */
    String digest() {
        return SourceDigest.of(path(), followedKeyFiles());
    }

    private @Nullable Path path() {
        if (path == null) {
            path = loader.locate(explicit).orElse(null);
        }
        return path;
    }

    /** Existing directories in which a change of any file, link or mount would show. */
    Set<Path> directories() {
        Set<Path> directories = new LinkedHashSet<>();
        Path catalog = path;
        if (catalog != null) {
            around(catalog, directories);
            if (Files.isDirectory(catalog)) {
                directories.add(catalog);
            }
        }
        followedKeyFiles().forEach(file -> around(file, directories));
        directories.removeIf(directory -> !Files.isDirectory(directory));
        return directories;
    }

    /** Where the file lies, and where the file lies that it links to. */
    private static void around(Path file, Set<Path> directories) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            directories.add(parent);
        }
        try {
            Path target = file.toRealPath().getParent();
            if (target != null) {
                directories.add(target);
            }
        } catch (IOException e) {
            // Away now: its own directory tells when it is back.
        }
    }
}
