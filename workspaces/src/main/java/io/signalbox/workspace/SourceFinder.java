package io.signalbox.workspace;

import io.signalbox.catalog.Workspaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds what {@code workspace.repository} means, and that all of it lies under the roots: the git
 * directory behind a linked work tree and the objects that a repository borrows, too.
 */
final class SourceFinder {

    private static final int MOST_BORROWED = 5;
    private static final int MOST_POINTER = 4096;

    private final Supplier<Workspaces> catalog;

    SourceFinder(Supplier<Workspaces> catalog) {
        this.catalog = catalog;
    }

    /**
     * @throws Refusal INVALID_REQUEST
     */
    Source find(String repository) {
        return switch (Addresses.read(repository)) {
            case Addresses.Form.Url(String address) -> new Source.Remote(address);
            case Addresses.Form.LocalPath(Path path) ->
                    local(path, new Roots(catalog.get().roots()));
        };
    }

    private static Source local(Path asked, Roots roots) {
        Path path = roots.check(asked);
        if (!Files.isDirectory(path)) {
            throw Refusal.invalid("'%s' is a file; name a repository or a directory", asked);
        }
        Path inside = path.resolve(".git");
        if (Files.exists(inside, LinkOption.NOFOLLOW_LINKS)) {
            return repository(path, gitDirectory(inside), roots);
        }
        return isGitDirectory(path) ? repository(path, path, roots) : new Source.Directory(path);
    }

    private static Source repository(Path path, Path gitDirectory, Roots roots) {
        Path git = inRoots(gitDirectory, roots);
        Path common = inRoots(common(git), roots);
        if (!Files.isRegularFile(git.resolve("HEAD"))
                || !Files.isDirectory(common.resolve("objects"))) {
            throw Refusal.invalid("'%s' is no git repository: '.git' in it is broken", path);
        }
        checkObjects(common.resolve("objects"), roots, 0);
        inRoots(common.resolve("refs"), roots);
        return new Source.Local(path, git, common);
    }

    private static boolean isGitDirectory(Path path) {
        return Files.isRegularFile(path.resolve("HEAD"))
                && Files.isDirectory(path.resolve("objects"))
                && Files.isDirectory(path.resolve("refs"));
    }

    /** {@code .git} itself, or what it points to: {@code gitdir: <path>} (gitrepository-layout). */
    private static Path gitDirectory(Path inside) {
        if (Files.isDirectory(inside)) {
            return inside;
        }
        String pointer = pointer(inside);
        if (!pointer.startsWith("gitdir: ")) {
            throw Refusal.invalid(
                    "'%s' is no git repository: '.git' in it is broken", inside.resolveSibling(""));
        }
        return resolve(inside, pointer.substring("gitdir: ".length()));
    }

    private static Path common(Path git) {
        Path pointer = git.resolve("commondir");
        return Files.exists(pointer) ? resolve(pointer, pointer(pointer)) : git;
    }

    private static Path resolve(Path file, String written) {
        try {
            return file.resolveSibling(written);
        } catch (InvalidPathException e) {
            throw Refusal.invalid("'%s' is no part of a git repository", file);
        }
    }

    private static String pointer(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= MOST_POINTER) {
                return Files.readString(file).strip();
            }
        } catch (IOException e) {
            // Broken all the same.
        }
        throw Refusal.invalid("'%s' is no part of a git repository", file);
    }

    private static void checkObjects(Path objects, Roots roots, int depth) {
        Path found = inRoots(objects, roots);
        Path borrowed = found.resolve("info").resolve("alternates");
        if (!Files.exists(borrowed)) {
            return;
        }
        if (depth == MOST_BORROWED) {
            throw Refusal.invalid("the repository borrows objects over too many steps");
        }
        for (String line : lines(borrowed)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                checkObjects(resolve(found.resolve("info"), line), roots, depth + 1);
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Refusal.invalid("'%s' cannot be read", file);
        }
    }

    private static Path inRoots(Path part, Roots roots) {
        try {
            Path real = part.toRealPath();
            if (roots.contain(real)) {
                return real;
            }
        } catch (IOException e) {
            throw Refusal.invalid("the repository is broken: '%s' is missing", part);
        }
        throw Refusal.invalid(
                "a part of the repository lies outside of the catalog's workspaces.roots: '%s'",
                part);
    }
}
