package io.signalbox.catalog;

import java.nio.file.Path;
import java.util.List;

/**
 * Where coding tasks may work.
 *
 * @param roots a repository or directory must lie under one of them; none: no local path at all
 * @param keep which finished workspaces stay; default on failure
 * @param maxSize most that one workspace may hold; default 2 GiB
 */
public record Workspaces(List<Path> roots, Keep keep, DataSize maxSize) {

    /** Which workspaces stay after their run. */
    public enum Keep {
        NEVER,
        ON_FAILURE,
        ALWAYS
    }

    public Workspaces {
        roots = List.copyOf(roots);
    }
}
