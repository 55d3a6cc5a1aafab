package io.signalbox.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a plain directory. Links that lead out of it are left out, since an agent would write
 * through them; so are git's own directories, devices and pipes. Bounded while it copies.
 */
final class TreeCopy extends SimpleFileVisitor<Path> {

    private final Path from;
    private final Path to;
    private final Trees.Count count;
    private final List<String> leftOut = new ArrayList<>();

    /**
     * @param from without symbolic links
     * @param to a directory that exists
     */
    TreeCopy(Path from, Path to, Trees.Count count) {
        this.from = from;
        this.to = to;
        this.count = count;
    }

    /**
     * The links that were left out.
     *
     * @throws Refusal INVALID_REQUEST where it is too much
     */
    List<String> copy() throws IOException {
        Files.walkFileTree(from, this);
        return List.copyOf(leftOut);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
            throws IOException {
        if (isGit(directory)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        add(0);
        if (!directory.equals(from)) {
            Files.createDirectory(target(directory));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (isGit(file)) {
            return FileVisitResult.CONTINUE;
        }
        if (attributes.isSymbolicLink()) {
            link(file);
        } else if (attributes.isRegularFile()) {
            add(attributes.size());
            Files.copy(
                    file,
                    target(file),
                    LinkOption.NOFOLLOW_LINKS,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        return FileVisitResult.CONTINUE;
    }

    private void link(Path link) throws IOException {
        add(0);
        Path leadsTo = Files.readSymbolicLink(link);
        if (staysInside(link, leadsTo)) {
            Files.createSymbolicLink(target(link), leadsTo);
        } else {
            leftOut.add(from.relativize(link).toString());
        }
    }

    /** By its words, and by what is there: a link may go through another. */
    private boolean staysInside(Path link, Path leadsTo) throws IOException {
        Path inside = from.relativize(link.getParent()).resolve(leadsTo).normalize();
        if (leadsTo.isAbsolute() || inside.startsWith("..")) {
            return false;
        }
        return !Files.exists(link) || link.toRealPath().startsWith(from);
    }

    private void add(long size) {
        if (!count.add(size)) {
            throw count.refusal("'" + from + "'");
        }
    }

    private static boolean isGit(Path path) {
        return path.endsWith(".git");
    }

    private Path target(Path source) {
        return to.resolve(from.relativize(source));
    }
}
