package io.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directories of this machine that jobs may read, as the catalog names them. */
final class Roots {

    private final List<Path> written;
    private final List<Path> real = new ArrayList<>();

    Roots(List<Path> roots) {
        this.written = roots.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
        for (Path root : written) {
            try {
                real.add(root.toRealPath());
            } catch (IOException e) {
                // A root that is not there allows nothing.
            }
        }
    }

    /**
     * The path without symbolic links. A path outside of the roots is not even looked at, so that
     * nobody learns what else there is.
     *
     * @throws Refusal INVALID_REQUEST where it is missing or lies outside, by itself or by a link
     */
    Path check(Path asked) {
        if (written.isEmpty()) {
            throw Refusal.invalid(
                    "no directory of the worker is open to jobs: name one in the catalog,"
                            + " workspaces: {roots: [/path]}");
        }
        if (!isUnder(asked, written) && !isUnder(asked, real)) {
            throw Refusal.invalid("'%s' lies under none of the catalog's workspaces.roots", asked);
        }
        Path found = real(asked);
        if (!contain(found)) {
            throw Refusal.invalid(
                    "'%s' leaves the catalog's workspaces.roots by a symbolic link", asked);
        }
        return found;
    }

    /** Whether a path without symbolic links lies in one of them. */
    boolean contain(Path found) {
        return isUnder(found, real);
    }

    private static Path real(Path asked) {
        if (!Files.exists(asked)) {
            throw Refusal.invalid("'%s' does not exist at the worker", asked);
        }
        try {
            return asked.toRealPath();
        } catch (IOException e) {
            throw Refusal.invalid("'%s' cannot be read by the worker", asked);
        }
    }

    private static boolean isUnder(Path path, List<Path> roots) {
        return roots.stream().anyMatch(path::startsWith);
    }
}
