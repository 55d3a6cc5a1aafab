package io.signalbox.workspace;

import io.signalbox.catalog.DataSize;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Whole directories; symbolic links are never followed. */
final class Trees {

    private Trees() {}

    static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Whether a workspace holds no more than it may, {@code .git} at its top not counted.
     *
     * @throws IOException where it cannot be read
     */
    static boolean fits(Path directory, DataSize most, int mostFiles) throws IOException {
        Count count = new Count(most, mostFiles);
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path entered, BasicFileAttributes attributes) {
                        if (entered.equals(directory.resolve(".git"))) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        return after(count.add(0));
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        return after(count.add(attributes.size()));
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failed) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return count.fits();
    }

    private static FileVisitResult after(boolean fits) {
        return fits ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    /** Bytes and files so far. */
    static final class Count {

        private final DataSize most;
        private final int mostFiles;
        private long bytes;
        private long files;

        Count(DataSize most, int mostFiles) {
            this.most = most;
            this.mostFiles = mostFiles;
        }

        /** Whether they fit with this one. */
        boolean add(long size) {
            bytes += size;
            files++;
            return fits();
        }

        boolean fits() {
            return bytes <= most.bytes() && files <= mostFiles;
        }

        Refusal refusal(String what) {
            return bytes > most.bytes()
                    ? Refusal.invalid(
                            "%s holds more than %d MiB, the catalog's workspaces.max_size",
                            what, most.bytes() >> 20)
                    : Refusal.invalid("%s holds more than %d files", what, mostFiles);
        }
    }
}
